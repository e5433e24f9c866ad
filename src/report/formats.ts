import { jsonText } from './document.ts'
import type { EvaluationDocument } from '../result/evaluation.ts'
import { evaluationHtml } from './html/page.ts'
import { evaluationJunit, type UndecidedAs } from './junit.ts'
import { evaluationMarkdown } from './markdown.ts'
import { evaluationText } from './text.ts'

/** The formats that a result is written in. */
export const formats = ['text', 'json', 'markdown', 'junit', 'html'] as const

/** One of the formats that a result is written in. */
export type Format = (typeof formats)[number]

/** The result in a format: the same document gives the same text, in the page and from the command. */
export function reportText(
  document: EvaluationDocument,
  format: Format,
  options: { undecided: UndecidedAs } = { undecided: 'skipped' },
): string {
  switch (format) {
    case 'text':
      return evaluationText(document)
    case 'json':
      return jsonText(document)
    case 'markdown':
      return evaluationMarkdown(document)
    case 'junit':
      return evaluationJunit(document, options)
    case 'html':
      return evaluationHtml(document)
  }
}
