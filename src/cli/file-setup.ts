import { isDeepStrictEqual } from 'node:util'
import { openTables } from '../containers/open.ts'
import { sampleOf } from '../containers/table-source.ts'
import type { FileSample } from '../dataset/resolve.ts'
import { plainReading, type ReadingSettings } from '../dataset/reading.ts'
import { filledRoles, isTask, type InvalidRows, type Roles, type Task } from '../dataset/roles.ts'
import { canonicalSplit } from '../dataset/splits.ts'
import { withAnswer } from '../inspect/answers.ts'
import { inspect } from '../inspect/inspect.ts'
import type { AnswerPatch, Answers, Inspection, Question } from '../inspect/inspection.ts'
import { rolesInspected } from '../inspect/preview.ts'
import { reasonsOf } from '../inspect/reasons.ts'
import { fileSources, loadReaders } from './files.ts'
import type { InitArguments } from './init-arguments.ts'
import { openQuestions } from './inspect-command.ts'

/** What the first rows of files of predictions tell of a policy, with the answers to what they leave open. */
export interface FileSetup {
  columns: Partial<Roles>
  task: Task | null
  reading: ReadingSettings
  invalidRows: InvalidRows
  /** null: none was named. */
  threshold: number | null
  hasValidation: boolean
  /** Why, by the policy's key. */
  reasons: Record<string, string>
}

/** Answers a question of a file; null where nobody is there to ask. */
export type AskFile = ((question: Question) => Promise<AnswerPatch>) | null

/**
 * What files tell of a policy. What they leave open is asked; where nobody can be asked, throws InputError with the question and
 * its answers as options.
 */
export async function fileSetup(given: InitArguments, askFile: AskFile): Promise<FileSetup> {
  const tables = await openTables(fileSources(given.files), {
    sheet: given.sheet,
    header: given.reading.header,
    loadReaders,
  })
  return setupOf(tables.map(sampleOf), given, askFile)
}

/** The same of files' first rows. */
export async function setupOf(
  samples: readonly FileSample[],
  given: Pick<InitArguments, 'columns' | 'task' | 'reading' | 'invalidRows' | 'threshold'>,
  askFile: AskFile,
): Promise<FileSetup> {
  let answers: Answers = {
    roles: given.columns,
    task: given.task,
    reading: given.reading,
    invalidRows: given.invalidRows,
    hasThreshold: given.threshold !== null,
    hasSplitRule: false,
  }
  let { threshold } = given
  let inspection = inspect(samples, answers)
  const answered = answeredBefore(samples, answers, inspection)
  for (;;) {
    const roles = rolesInspected(inspection, answers)
    const hasValidation =
      roles.split !== null &&
      (inspection.values.get(roles.split) ?? []).some((value) => canonicalSplit(value) === 'validation')
    // A threshold is chosen on validation where there is such a split.
    if (hasValidation && !answers.hasThreshold) {
      answers = { ...answers, hasThreshold: true }
      inspection = inspect(samples, answers)
      continue
    }
    const open = blocking(inspection)
    if (open.length === 0) {
      const columns = filledRoles(roles)
      return {
        columns,
        task: isTask(inspection.task) ? inspection.task : null,
        reading: answers.reading,
        invalidRows: answers.invalidRows,
        threshold,
        hasValidation,
        reasons: reasonsOf(inspection, answered, columns),
      }
    }
    if (askFile === null || open[0].options.length === 0) throw openQuestions(inspection, open)
    const answer = await askFile(open[0])
    answered.push(open[0])
    threshold = answer.threshold ?? threshold
    answers = withAnswer(answers, answer)
    inspection = inspect(samples, answers)
  }
}

/**
 * The questions of files that options have answered.
 * @param inspection what is found with these answers
 */
function answeredBefore(samples: readonly FileSample[], answers: Answers, inspection: Inspection): Question[] {
  const { header } = answers.reading
  const { positive: _, candidateOf: __, productionOf: ___, ...roles } = answers.roles
  const unsaid = { ...answers, roles, reading: { ...plainReading, header }, hasThreshold: false }
  if (isDeepStrictEqual(unsaid, answers)) return []
  const open = blocking(inspection)
  return blocking(inspect(samples, unsaid)).filter(
    (question) => !open.some((other) => other.id === question.id && other.why === question.why),
  )
}

function blocking({ questions }: Inspection): Question[] {
  return questions.filter(({ isBlocking }) => isBlocking)
}
