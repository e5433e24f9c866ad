import { DOMParser, type Document, type Element, type Node } from '@xmldom/xmldom'

/** Text as a document of XML 1.0; throws on whatever is not well-formed. */
export function parsedXml(text: string): Document {
  const fail = (level: string, message: string) => {
    throw new Error(`${level}: ${message}`)
  }
  // The parser lets pass what no XML 1.0 document may hold.
  expectXmlCharacters(text)
  return new DOMParser({ onError: fail }).parseFromString(text, 'text/xml')
}

function expectXmlCharacters(text: string): void {
  const wrong = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(text)
  if (wrong !== null) throw new Error(`no character of XML: U+${wrong[0].codePointAt(0)!.toString(16)}`)
}

export function elementsOf(node: Document | Element, name = '*'): Element[] {
  return [...node.getElementsByTagName(name)]
}

export function childrenOf(element: Element): Element[] {
  return [...element.childNodes].filter((child: Node): child is Element => child.nodeType === 1)
}

export function attributesOf(element: Element): Record<string, string> {
  return Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value]))
}
