import type { Policy } from '../../policy/policy.ts'
import type { AnswerPatch, Answers, InspectedFiles, OpenedTable, Preview, TextFile } from '../../worker/protocol.ts'
import type { Said } from './said.ts'
import type { LoadedPolicy } from './setup-link.ts'
import type { SplitDraft } from './split-draft.ts'
import type { StakesDraft } from './stakes-draft.ts'

/** Where the tables come from. */
export type Origin = 'files' | 'sample'

/** Files that were opened, and who says what their first rows show. */
export interface OpenFiles {
  files: File[]
  tables: OpenedTable[]
  /** The sheet that is read of workbooks that have several. */
  sheet: string | null
  inspector: Inspector
}

/** Says what the first rows of files show. */
export interface Inspector {
  inspect(files: File[], answers: Answers, threshold: number): Promise<InspectedFiles>
  previews(
    files: File[],
    answers: Answers,
    threshold: number,
    patches: readonly AnswerPatch[],
  ): Promise<(Preview | null)[]>
}

/** What is chosen of a set-up, where it is not as its policy has it. */
export interface Choices {
  said: Said
  split: SplitDraft
  stakes: StakesDraft
}

/** Everything about a set-up that can be changed, with what the first rows show under it. */
export interface SetupChoices extends Choices {
  inspected: InspectedFiles
  evaluated: Policy | null
}

/** Why a set-up is as it is, beside what files and policy say. */
export type Source =
  | { kind: 'guess' }
  /** Somebody has chosen it. */
  | { kind: 'chosen' }
  /** It was remembered on this machine. */
  | { kind: 'recalled' }
  /** The files before these were read so. */
  | { kind: 'reused'; fileName: string }

/** What a set-up is made of. */
export interface SetupParts {
  opened: OpenFiles
  loadedPolicy: LoadedPolicy | null
  origin: Origin
  /** A model that passed before, to compare with where production's scores are not there. */
  baseline: TextFile | null
  source: Source
  choices: Choices
  inspected: InspectedFiles
}
