/** What is used of saxen, which has no types. */
type Decode = (text: string) => string
export class Parser {
  on(event: 'openTag', hook: (name: string, attributes: () => Record<string, string>, decode: Decode) => void): this
  on(event: 'closeTag', hook: (name: string) => void): this
  on(event: 'text', hook: (text: string, decode: Decode) => void): this
  on(event: 'cdata', hook: (text: string) => void): this
  write(xml: string): this
  end(): Error | undefined
}
