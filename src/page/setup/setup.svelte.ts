import type { FileSample } from '../../dataset/resolve.ts'
import { plainReading, withReading, type ReadingSettings } from '../../dataset/reading.ts'
import type { InvalidRows, ModelName, Roles, Task } from '../../dataset/roles.ts'
import { isSame } from '../../policy/file/change.ts'
import { defaultPolicy, type Policy } from '../../policy/policy.ts'
import type { Inspection, TextFile } from '../../worker/protocol.ts'
import {
  draftOf,
  namesRoles,
  obviousPositive,
  rolesOf,
  withChosen,
  withLabel,
  withModelsSwapped,
  withNamed,
  withReversed,
  withTask,
  type ChosenRole,
  type RolesDraft,
  sliceCandidates,
  readTask,
  whatIsMissing,
  type TaskReading,
} from './roles-draft.ts'
import { largeBytes } from './forecast.ts'
import {
  type LoadedPolicy,
  linkOf,
  type MadeLink,
  rolesOfLink,
  type PendingLink,
  type SetupLink,
} from './setup-link.ts'
import {
  columnsNamed,
  readSplit,
  splitDraftOf,
  draftSplitNames,
  withMethod,
  withOtherLabel,
  type SplitDraft,
  type SplitMethod,
  type SplitReading,
  whatIsWrong,
} from './split-draft.ts'
import { noAnswers, type StakesDraft } from './stakes-draft.ts'

/** Where the tables come from. */
export type Origin = 'files' | 'sample'

interface Choices {
  roles: RolesDraft
  split: SplitDraft
  stakes: StakesDraft
  /** How files are read, where that is not plain from them. */
  reading: ReadingSettings
}

/** Everything about a set-up that can be changed. */
export interface SetupChoices extends Choices {
  invalidRows: InvalidRows
  evaluated: Policy | null
}

/** What is loaded and how it will be read: the files, what their heads hold, the policy, and the roles as chosen. */
export class Setup {
  readonly files: File[]
  readonly inspection: Inspection
  readonly loadedPolicy: LoadedPolicy | null
  readonly origin: Origin
  /** A model that passed before, to compare with where production's scores are not there. */
  readonly baseline: TextFile | null
  roles: RolesDraft = $state() as RolesDraft
  split: SplitDraft = $state.raw() as SplitDraft
  /** The answers that a policy is made from, where none is loaded. */
  stakes: StakesDraft = $state.raw(noAnswers)
  reading: ReadingSettings = $state.raw(plainReading)
  invalidRows: InvalidRows = $state('refuse')
  /** The task, as far as the roles and the first rows show it. */
  readonly task: TaskReading = $derived.by(() => readTask(this.#samples, this.roles))
  /** The task; null where it cannot be detected. */
  readonly detectedTask: Task | null = $derived.by(() =>
    this.task === null || this.task === 'open' ? null : this.task.task,
  )
  /** What the choices about splits come to. */
  readonly splitReading: SplitReading = $derived.by(() => readSplit(this.split, this.roles.label, this.detectedTask))
  /** Why it cannot be evaluated yet, in words; null where it can. */
  readonly missing: string | null = $derived.by(
    () => whatIsMissing(this.roles, this.task) ?? whatIsWrong(this.splitReading),
  )

  /** What the shown results were evaluated by; null before the first. */
  evaluated: Policy | null = $state.raw(null)
  /** The choices were changed since they were evaluated. */
  readonly isChanged: boolean = $derived.by(() => this.evaluated !== null && !isSame(this.evaluated, this.policy))
  /** The columns are as they were chosen on another visit. */
  isRecalled: boolean = $state(false)
  readonly #isConfirmed: boolean
  readonly #samples: FileSample[]

  /** @param chosen before, where the same files are read under another policy */
  constructor(
    files: File[],
    inspection: Inspection,
    loadedPolicy: LoadedPolicy | null,
    origin: Origin,
    baseline: TextFile | null,
    chosen?: Choices,
  ) {
    this.baseline = baseline
    this.files = files
    this.inspection = inspection
    this.loadedPolicy = loadedPolicy
    this.origin = origin
    this.#isConfirmed = chosen !== undefined
    this.#samples = inspection.files.map(({ name, columns, records }) => ({ file: name, columns, records }))
    const policy = loadedPolicy?.policy ?? null
    this.roles = chosen?.roles ?? draftOf(inspection.guess, policy && columnsNamed(policy), policy?.task ?? null)
    this.split = chosen?.split ?? splitDraftOf(policy?.split ?? null)
    this.stakes = chosen?.stakes ?? noAnswers
    this.reading = chosen?.reading ?? policy?.reading ?? plainReading
    this.invalidRows = policy?.invalidRows ?? 'refuse'
  }

  /** The set-up that a link describes; its roles count as chosen. */
  static ofLink(files: File[], inspection: Inspection, link: PendingLink, baseline: TextFile | null): Setup {
    const setup = new Setup(files, inspection, link.loadedPolicy, 'files', baseline, {
      roles: rolesOfLink(link, inspection.guess),
      split: link.split,
      stakes: noAnswers,
      reading: link.reading,
    })
    setup.invalidRows = link.invalidRows
    return setup
  }

  /** Columns as they were chosen before; somebody still has to confirm them. */
  recall(link: SetupLink): void {
    this.roles = rolesOfLink(link, this.inspection.guess)
    this.split = link.split
    this.reading = link.reading
    this.isRecalled = true
  }

  /** @param policy to go with it; null: the set-up alone */
  link(policy: Policy | null, threshold: number | null = null): MadeLink {
    const {
      roles,
      split,
      reading,
      invalidRows,
      inspection: { files, guess },
    } = this
    return linkOf({
      roles: $state.snapshot(roles),
      split,
      reading,
      invalidRows,
      threshold,
      policy,
      fileNames: files.map(({ name }) => name),
      isPositiveDetected: obviousPositive(guess.values[roles.label] ?? []) === roles.positive,
    })
  }

  /** What is known of the data before they are evaluated, as the form of a policy takes it. */
  get known() {
    const { roles, inspection, splitReading, detectedTask } = this
    const { guess } = inspection
    return {
      task: detectedTask,
      splits: draftSplitNames(roles, splitReading.rule, guess),
      sliceColumns: [...roles.slices, ...sliceCandidates(guess, roles).map(({ column }) => column)],
      classes: guess.values[roles.label] ?? [],
    }
  }

  /** Somebody has named the roles, in the policy or by hand: nothing is left to confirm, but what large files will take. */
  get isSettled(): boolean {
    const isNamed = !this.isLarge && namesRoles(this.loadedPolicy?.policy.columns ?? null)
    return this.missing === null && (this.#isConfirmed || this.evaluated !== null || isNamed)
  }

  /** What evaluating will take is said before it starts. */
  get isLarge(): boolean {
    return this.files.reduce((sum, { size }) => sum + size, 0) > largeBytes
  }

  /** The same files under another policy, or under none: what it names holds, the rest stays as chosen. */
  with(loadedPolicy: LoadedPolicy | null, baseline = this.baseline): Setup {
    const { split, stakes, reading } = this
    const chosen: Choices = { roles: $state.snapshot(this.roles), split, stakes, reading }
    const isAnother = loadedPolicy !== null && loadedPolicy !== this.loadedPolicy
    return new Setup(
      this.files,
      this.inspection,
      loadedPolicy,
      this.origin,
      baseline,
      isAnother ? this.#named(chosen, loadedPolicy.policy) : chosen,
    )
  }

  #named({ roles, split, stakes, reading }: Choices, policy: Policy): Choices {
    const isWhole = policy.split !== null || namesRoles(policy.columns)
    return {
      roles: withNamed(roles, columnsNamed(policy), policy.task, this.inspection.guess),
      split: isWhole ? splitDraftOf(policy.split) : split,
      stakes,
      reading: withReading(reading, policy.reading),
    }
  }

  get choices(): SetupChoices {
    const { split, stakes, reading, invalidRows, evaluated } = this
    return { roles: $state.snapshot(this.roles), split, stakes, reading, invalidRows, evaluated }
  }

  set choices({ roles, ...choices }: SetupChoices) {
    this.roles = structuredClone(roles)
    Object.assign(this, choices)
  }

  /** Reads a model's scores the other way round, or as they are again. */
  reverse(model: ModelName): void {
    this.roles = withReversed($state.snapshot(this.roles), model)
  }

  /** Candidate and production change places; false where there is no production model. */
  swapModels(): boolean {
    const swapped = withModelsSwapped($state.snapshot(this.roles))
    if (swapped !== null) this.roles = swapped
    return swapped !== null
  }

  choose(role: ChosenRole, choice: string): void {
    if (role === 'label') this.#chooseLabel(choice)
    else if (role === 'task') this.roles = withTask(this.roles, choice as Task | '', this.#detectedTask())
    else this.roles = withChosen(this.roles, role, choice)
  }

  chooseSplit(change: Partial<SplitDraft>): void {
    this.split = { ...this.split, ...change }
  }

  chooseMethod(by: SplitMethod | ''): void {
    this.split = withMethod(this.split, by, this.roles, this.inspection.guess)
  }

  #chooseLabel(column: string): void {
    this.split = withOtherLabel(this.split, this.roles.label, column)
    this.roles = withLabel(this.roles, column, this.inspection.guess)
  }

  /** The task as the data show it where nobody names one. */
  #detectedTask(): Task | null {
    const detected = readTask(this.#samples, { ...this.roles, task: '' })
    return detected === null || detected === 'open' ? null : detected.task
  }

  /** What errors about the policy point into; null where the columns that it names are not those chosen. */
  get policyFile(): TextFile | null {
    const { loadedPolicy, policy } = this
    if (loadedPolicy === null) return null
    const isAsNamed = Object.entries(loadedPolicy.policy.columns).every(
      ([role, name]) => JSON.stringify(policy.columns[role as keyof Roles]) === JSON.stringify(name),
    )
    return isAsNamed ? { fileName: loadedPolicy.fileName, text: loadedPolicy.text } : null
  }

  /** The policy to evaluate by: the loaded one, or none, with the roles as chosen. */
  get policy(): Policy {
    const base = this.loadedPolicy?.policy ?? defaultPolicy
    const roles = $state.snapshot(this.roles)
    return {
      ...base,
      task: roles.task === '' ? null : roles.task,
      columns: rolesOf(roles),
      reading: this.reading,
      split: this.splitReading.rule,
      invalidRows: this.invalidRows,
    }
  }
}
