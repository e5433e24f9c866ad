import type { FileSample } from '../dataset/resolve.ts'
import { withAnswer } from './answers.ts'
import { inspect } from './inspect.ts'
import type { AnswerPatch, Answers } from './inspection.ts'
import { previewOf, type Preview, type PreviewRow } from './preview.ts'

/** Rows that are shown of each answer. */
const mostShown = 3

/**
 * The first rows as each of several answers would have them read: the same rows for all, and those first that are read otherwise by
 * one than by another. null for an answer that leaves open how rows are read.
 * @param threshold that holds where an answer names none
 */
export function previewAnswers(
  samples: readonly FileSample[],
  answers: Answers,
  threshold: number,
  patches: readonly AnswerPatch[],
): (Preview | null)[] {
  const previews = patches.map((patch) => {
    const answered = withAnswer(answers, patch)
    return previewOf(samples, answered, inspect(samples, answered), patch.threshold ?? threshold)
  })
  const numbers = tellingRows(previews.filter((preview) => preview !== null))
  return previews.map(
    (preview) => preview && { ...preview, rows: preview.rows.filter(({ number }) => numbers.includes(number)) },
  )
}

/** The numbers of the rows that tell most: one of each kind, by what the answers make of them. */
export function tellingRows(previews: readonly Preview[], most = mostShown): number[] {
  const byNumber = previews.map(({ rows }) => new Map(rows.map((row) => [row.number, row])))
  const numbers = [...new Set(previews.flatMap(({ rows }) => rows.map(({ number }) => number)))]
  const kinds = new Map<string, { number: number; isTelling: boolean }>()
  for (const number of numbers) {
    const rows = byNumber.map((of) => of.get(number) ?? null)
    const kind = JSON.stringify(rows.map((row) => row && kindOf(row)))
    if (!kinds.has(kind)) kinds.set(kind, { number, isTelling: new Set(rows.map(readingOf)).size > 1 })
  }
  const first = [...kinds.values()]
  const telling = [...first.filter(({ isTelling }) => isTelling), ...first.filter(({ isTelling }) => !isTelling)]
  const chosen = telling.slice(0, most).map(({ number }) => number)
  const others = numbers.filter((number) => !chosen.includes(number)).slice(0, most - chosen.length)
  return [...chosen, ...others].sort((a, b) => a - b)
}

/** What a row shows: whether it counts, its truth, how its scores came about and what is decided. */
function kindOf({ truth, models, whyLeftOut }: PreviewRow): unknown {
  return [
    whyLeftOut !== null,
    models.map(({ score, predicted }) => [score === null ? null : score.from?.slice(0, 1) === '1', predicted]),
    models.some(({ predicted }) => predicted !== null) ? (truth?.value ?? null) : null,
  ]
}

function readingOf(row: PreviewRow | null): string {
  return JSON.stringify(row && [row.truth?.value, row.models, row.whyLeftOut])
}
