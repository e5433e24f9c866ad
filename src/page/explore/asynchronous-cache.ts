/** Asks each question once: the answer, or that it is under way, is kept. What failed may be asked again. */
export function asynchronousCache<Answer>(
  ask: (question: string) => Promise<Answer>,
): (question: string) => Promise<Answer> {
  const answers = new Map<string, Promise<Answer>>()
  return (question) => {
    const known = answers.get(question)
    if (known !== undefined) return known
    const answer = ask(question)
    answers.set(question, answer)
    answer.catch(() => answers.delete(question))
    return answer
  }
}
