/** The members of a union of notices that can have a code. */
type WithCode<Notice, Code> = Notice extends { code: infer Own } ? (Code extends Own ? Notice : never) : never

/** A sentence for each code of a union of notices: the types do not compile where a code has none. */
export type Sentences<Notice extends { code: string }> = {
  [Code in Notice['code']]: (notice: WithCode<Notice, Code>) => string
}

/** The sentence about a notice, of the table of its union. */
export function sentenceOf<Notice extends { code: string }>(sentences: Sentences<Notice>, notice: Notice): string {
  // The entry of a code takes the notices of that code.
  const sentence = sentences[notice.code as Notice['code']] as (notice: Notice) => string
  return sentence(notice)
}
