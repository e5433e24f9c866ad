import type { InvalidRows, ModelName, Roles, SingleRole, Task } from '../dataset/roles.ts'
import type { ReadingSettings } from '../dataset/reading.ts'
import type { Container } from '../table/container.ts'

export type { Container }

/** What has been said so far, by options, a policy or a person: nothing of it is guessed again. */
export interface Answers {
  roles: Partial<Roles>
  task: Task | null
  reading: ReadingSettings
  invalidRows: InvalidRows
  /** A threshold is named, or a rule that chooses one. */
  hasThreshold: boolean
  /** A rule assigns rows to splits. */
  hasSplitRule: boolean
}

/** Kinds of values that a column holds. */
export type ColumnKind = 'empty' | 'classes' | 'numbers' | 'times' | 'vectors' | 'texts'

/** One column as the first rows show it. */
export interface InspectedColumn {
  /** As it is chosen: plain, or `FILE:COLUMN` where several files have it. */
  name: string
  kind: ColumnKind
  /** Distinct values in order of first appearance, at most 50; of columns of classes only. */
  values?: string[]
  /** Cells that are empty or hold a word that means missing. */
  missing: number
}

/** One file as its first rows show it. */
export interface InspectedFile {
  name: string
  container: Container
  /** null where only the start of the file was read. */
  rows: number | null
  /** Whether the first line holds names. */
  header: boolean
  columns: InspectedColumn[]
}

/** What plays a role, and why. */
export interface RoleProposal {
  /** As the option and the policy name it: a column, `probability[2]`, `cat,dog,bird`, `cat=prob_0,dog=prob_1`, a pattern, or a value. */
  column: string
  /** Full sentence. */
  why: string
  /** The column of the predicted class that a score is of. */
  of?: string
  /** 1-based element of a vector in each cell. */
  element?: number
  /** The columns that hold a class's probabilities each, and these classes. */
  columns?: string[]
  classes?: string[]
}

/** What a question is about. */
export type QuestionId =
  | 'label'
  | 'candidate'
  | 'positive'
  | 'task'
  | 'header'
  | 'missing'
  | 'number_format'
  | 'score_of'
  | 'models'
  | 'classes'
  | 'threshold'
  | 'weights'
  | 'join'
  | 'time'
  | 'spelling'

/** What one answer changes. */
export interface AnswerPatch {
  roles?: Partial<Roles>
  task?: Task
  reading?: Partial<ReadingSettings>
  invalidRows?: InvalidRows
  /** A fixed threshold. */
  threshold?: number
}

/** One answer. */
export interface QuestionOption {
  text: string
  answer: AnswerPatch
  /** The same as options of the command, made from `answer`. */
  arguments: string[]
}

/** What the files leave open. */
export interface Question {
  id: QuestionId
  /** What was seen, and why it leaves this open: full sentences. */
  why: string
  /** No answer is safe: nothing is evaluated until it is given. */
  isBlocking: boolean
  options: QuestionOption[]
  /** The columns that it is about, where there are some. */
  columns?: string[]
  /** Any number is an answer, too: a threshold. */
  takesNumber?: true
}

/** Kinds of files that are recognised and not evaluated. */
export type OtherTask = 'graded' | 'multilabel' | 'ranking'

/** What the files are, which column plays which part, and what is open. */
export interface Inspection {
  files: InspectedFile[]
  /** null where it is open. */
  task: Task | OtherTask | null
  roles: Partial<Record<SingleRole, RoleProposal>>
  slices: RoleProposal[]
  /** What may change how rows are counted: taken only when somebody says so. */
  offers: Partial<Record<'group' | 'weight', RoleProposal>>
  questions: Question[]
  /** What should be known and asks nothing, such as a predicted class that was made at another threshold. */
  notes: { code: string; message: string; model?: ModelName }[]
  /** Names that can be chosen for a role. */
  columns: string[]
  /** Patterns that stand for a column of probabilities for each class. */
  patterns: string[]
  /** Distinct values by column, at most 50. */
  values: ReadonlyMap<string, string[]>
}
