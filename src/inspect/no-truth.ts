import { question } from './answers.ts'
import type { Inspection, OtherTask, Question } from './inspection.ts'
import { notUtf8 } from './not-utf8.ts'
import type { Context } from './outputs.ts'
import { gradedShape } from './other-tasks.ts'
import type { TruthCandidate, TruthChoice } from './truth.ts'
import { severalTruths, truthQuestion } from './truth-words.ts'

/** What is said and asked where no column is taken as the truth: there are several, rows have grades already, or there is none. */
export function noTruth(
  context: Context,
  { plausible }: TruthChoice,
  all: readonly TruthCandidate[],
): { roles: Inspection['roles']; question: Question; task: OtherTask | null } {
  const graded = gradedShape(context, all)
  if (graded !== null) return graded
  if (plausible.length > 0)
    return { roles: {}, question: truthQuestion(plausible, severalTruths(plausible)), task: null }
  const nothing =
    'No column says what really happened: none is named as the truth, and none has the values that another one predicts.'
  // Columns that cannot be read may be the reason.
  const why = [nothing, ...context.frame.samples.flatMap((sample) => notUtf8(sample) ?? [])].join(' ')
  return { roles: {}, question: question('label', why, []), task: null }
}
