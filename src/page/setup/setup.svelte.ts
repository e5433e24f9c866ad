import type { InvalidRows, ModelName, ModelsRole, Roles, Task } from '../../dataset/roles.ts'
import { modelNames, tasks } from '../../dataset/roles.ts'
import { reasonsOf } from '../../inspect/reasons.ts'
import { isSame } from '../../policy/file/plain-values.ts'
import { defaultPolicy, type Policy } from '../../policy/policy.ts'
import type {
  AnswerPatch,
  Answers,
  InspectedFiles,
  Inspection,
  OpenedTable,
  Preview,
  Question,
  TextFile,
} from '../../worker/protocol.ts'
import { blockageOf, questionsOf, type AskedQuestion, type Blockage } from './asked-questions.ts'
import { largeBytes } from './forecast.ts'
import {
  draftOf,
  obviousPositive,
  rolesOf,
  sliceCandidates,
  valuesOf,
  whatIsMissing,
  withModelsSwapped,
  type ChosenRole,
  type RolesDraft,
} from './roles-draft.ts'
import {
  answersOf,
  thresholdSaid,
  withGiven,
  withInvalidRows,
  withoutGiven,
  withRole,
  withSetting,
  withSlices,
  withTask,
  type Said,
} from './said.ts'
import { namesRoles, saidInPolicy, withPolicy } from './said-in-policy.ts'
import type { Choices, Inspector, Origin, SetupChoices, SetupParts, Source } from './setup-parts.ts'
import { linkOf, type LoadedPolicy, type MadeLink } from './setup-link.ts'
import {
  draftSplitNames,
  readSplit,
  splitDraftOf,
  whatIsWrong,
  withMethod,
  withOtherLabel,
  type SplitDraft,
  type SplitMethod,
  type SplitReading,
} from './split-draft.ts'
import { noAnswers, type ReadAs, type StakesDraft } from './stakes-draft.ts'
import type { ReadingSettings } from '../../dataset/reading.ts'

/** What is loaded and how it will be read: the files, what their first rows show, the policy, and the roles as chosen. */
export class Setup {
  readonly files: File[]
  readonly tables: OpenedTable[]
  readonly sheet: string | null
  readonly loadedPolicy: LoadedPolicy | null
  readonly origin: Origin
  readonly baseline: TextFile | null
  readonly source: Source
  /** What was said of how the files are read. */
  said: Said = $state.raw() as Said
  split: SplitDraft = $state.raw() as SplitDraft
  /** The answers that a policy is made from, where none is loaded. */
  stakes: StakesDraft = $state.raw(noAnswers)
  /** What the first rows showed last. */
  inspected: InspectedFiles = $state.raw() as InspectedFiles
  readonly inspection: Inspection = $derived.by(() => this.inspected.inspection)
  /** What the first rows are being asked again for. */
  isInspecting: boolean = $state(false)
  /** All that was said, as an inspection is told it. */
  readonly answers: Answers = $derived.by(() =>
    answersOf(this.said, {
      hasThreshold: this.loadedPolicy?.form.threshold !== undefined,
      hasSplitRule: this.split.by !== '',
    }),
  )
  readonly roles: RolesDraft = $derived.by(() => draftOf(this.inspection, this.answers))
  /** The task, as chosen or as the first rows show it; null where it is open or none that is evaluated. */
  readonly detectedTask: Task | null = $derived.by(
    () => this.answers.task ?? tasks.find((task) => task === this.inspection.task) ?? null,
  )
  /** What the choices about splits come to. */
  readonly splitReading: SplitReading = $derived.by(() => readSplit(this.split, this.roles.label, this.detectedTask))
  /** The questions that the files leave open, and those that were answered, in the order in which they came up. */
  readonly questions: AskedQuestion[] = $derived.by(() =>
    questionsOf(this.inspection.questions, this.said, this.#order),
  )
  /** Why it cannot be evaluated yet; null where it can. */
  readonly blockage: Blockage | null = $derived.by(
    () =>
      blockageOf(this.questions, this.inspection) ??
      inWords(whatIsMissing(this.roles, this.detectedTask, this.inspection.columns) ?? whatIsWrong(this.splitReading)),
  )
  /** The same in words. */
  readonly missing: string | null = $derived.by(() => this.blockage?.words ?? null)
  /** What the shown results were evaluated by; null before the first. */
  evaluated: Policy | null = $state.raw(null)
  /** The choices were changed since they were evaluated. */
  readonly isChanged: boolean = $derived.by(() => this.evaluated !== null && !isSame(this.evaluated, this.policy))
  readonly #inspector: Inspector
  /** The keys of all questions so far. */
  #order: string[] = $state.raw([])
  #asked = 0
  #pending: Promise<void> = Promise.resolve()

  constructor({ opened, loadedPolicy, origin, baseline, source, choices, inspected }: SetupParts) {
    this.files = opened.files
    this.tables = opened.tables
    this.sheet = opened.sheet
    this.#inspector = opened.inspector
    this.loadedPolicy = loadedPolicy
    this.origin = origin
    this.baseline = baseline
    this.source = source
    Object.assign(this, choices)
    this.#take(inspected)
  }

  /** A set-up of files that were opened, once it is known what their first rows show. */
  static async of(parts: Omit<SetupParts, 'inspected'>): Promise<Setup> {
    const { opened, loadedPolicy, choices } = parts
    const answers = answersOf(choices.said, {
      hasThreshold: loadedPolicy?.form.threshold !== undefined,
      hasSplitRule: choices.split.by !== '',
    })
    const inspected = await opened.inspector.inspect(opened.files, answers, thresholdOf(choices.said, loadedPolicy))
    return new Setup({ ...parts, inspected })
  }

  /** The choices that a policy makes; null: nothing is chosen. */
  static choicesIn(loadedPolicy: LoadedPolicy | null): Choices {
    return {
      said: saidInPolicy(loadedPolicy),
      split: splitDraftOf(loadedPolicy?.policy.split ?? null),
      stakes: noAnswers,
    }
  }

  /** Resolves once what was said last is in the inspection. */
  async settled(): Promise<void> {
    const pending = this.#pending
    await pending
    if (pending !== this.#pending) await this.settled()
  }

  /** The first rows as each answer to a question would have them read; null for one that leaves it open. */
  previewsOf(question: Question, patches: readonly AnswerPatch[]): Promise<(Preview | null)[]> {
    const { loadedPolicy, split } = this
    const said = withoutGiven(this.said, this.#keyOf(question))
    const answers = answersOf(said, {
      hasThreshold: loadedPolicy?.form.threshold !== undefined,
      hasSplitRule: split.by !== '',
    })
    return this.#inspector.previews(this.files, answers, thresholdOf(said, loadedPolicy), patches)
  }

  #keyOf(question: Question): string {
    return this.questions.find((asked) => asked.question === question)?.key ?? ''
  }

  /** @param policy to go with it; null: the set-up alone */
  link(policy: Policy | null, threshold: number | null = null): MadeLink {
    const { roles, split, answers, inspection, tables } = this
    return linkOf({
      roles,
      split,
      reading: answers.reading,
      invalidRows: answers.invalidRows,
      fixedThreshold: policy === null ? thresholdSaid(this.said) : null,
      threshold,
      policy,
      fileNames: tables.map(({ name }) => name),
      columns: inspection.columns,
      isPositiveDetected: obviousPositive(valuesOf(inspection, roles.label)) === roles.positive,
    })
  }

  /** What is known of the data before they are evaluated, as the form of a policy takes it. */
  get known() {
    const { roles, inspection, splitReading, detectedTask } = this
    return {
      task: detectedTask,
      splits: draftSplitNames(roles, splitReading.rule, inspection),
      sliceColumns: [...roles.slices, ...sliceCandidates(inspection, roles).map(({ column }) => column)],
      classes: [...valuesOf(inspection, roles.label)],
    }
  }

  /** How files are read, as it was answered. */
  get readAs(): ReadAs {
    const { reading, invalidRows } = this.answers
    const answered = this.said.answers.map(({ question }) => question)
    const reasons = reasonsOf(this.inspection, answered, rolesOf(this.roles))
    return { reading, invalidRows, threshold: thresholdSaid(this.said), reasons }
  }

  /** Somebody has named the roles, in the policy or by hand: nothing is left to confirm, but what large files will take. */
  get isSettled(): boolean {
    const isNamed = !this.isLarge && namesRoles(this.loadedPolicy?.policy.columns ?? null)
    return this.#canBeTried && (this.source.kind === 'chosen' || this.evaluated !== null || isNamed)
  }

  /** Nothing is open but what an evaluation refuses by itself: rows whose values are missing. */
  get #canBeTried(): boolean {
    const isOnlyMissing = ({ question, given }: AskedQuestion) =>
      given !== null || !question.isBlocking || question.id === 'missing'
    return this.missing === null || (this.blockage?.place !== null && this.questions.every(isOnlyMissing))
  }

  /** What evaluating will take is said before it starts. */
  get isLarge(): boolean {
    return this.files.reduce((sum, { size }) => sum + size, 0) > largeBytes
  }

  /** The same files under another policy, or under none: what it names holds, the rest stays as chosen. */
  with(loadedPolicy: LoadedPolicy | null, baseline = this.baseline): Promise<Setup> {
    const isAnother = loadedPolicy !== null && loadedPolicy !== this.loadedPolicy
    const choices = isAnother ? this.#under(loadedPolicy) : this.#chosen
    return Setup.of({
      opened: { files: this.files, tables: this.tables, sheet: this.sheet, inspector: this.#inspector },
      loadedPolicy,
      origin: this.origin,
      baseline,
      source: { kind: 'chosen' },
      choices,
    })
  }

  get #chosen(): Choices {
    const { said, split, stakes } = this
    return { said, split, stakes }
  }

  #under(loaded: LoadedPolicy): Choices {
    const { policy } = loaded
    const isWhole = policy.split !== null || namesRoles(policy.columns)
    return {
      said: withPolicy(this.said, loaded),
      split: isWhole ? splitDraftOf(policy.split) : this.split,
      stakes: this.stakes,
    }
  }

  get choices(): SetupChoices {
    const { inspected, evaluated } = this
    return { ...this.#chosen, inspected, evaluated }
  }

  set choices({ inspected, ...choices }: SetupChoices) {
    Object.assign(this, choices)
    this.#take(inspected)
    // What is shown may be older than what was said.
    this.#say(choices.said)
  }

  /** Forgets what was said of how the files are read, but what the policy says. */
  askAgain(): void {
    const { said, split } = Setup.choicesIn(this.loadedPolicy)
    this.split = split
    this.#say(said)
  }

  /** Says of a model what a role that lists models says, or takes that back: its scores are read the other way round, say. */
  toggle(role: ModelsRole, model: ModelName): void {
    const isListed = (each: ModelName) => this.roles[role].includes(each) !== (each === model)
    this.#say({ ...this.said, roles: { ...this.said.roles, [role]: modelNames.filter(isListed) } })
  }

  /** Candidate and production change places; false where there is no production model. */
  swapModels(): boolean {
    const swapped = withModelsSwapped(this.roles)
    if (swapped === null) return false
    const answers = this.said.answers.filter(({ answer }) => answer.roles === undefined)
    this.#say({ ...this.said, roles: { ...this.#rolesSaid, ...swapped }, answers })
    return true
  }

  choose(role: ChosenRole, choice: string): void {
    if (role === 'task') this.#chooseTask(choice as Task | '')
    else if (role === 'label') this.#chooseLabel(choice)
    else this.#say(withRole(this.said, role, choice === '' ? null : choice))
  }

  chooseSlices(slices: string[]): void {
    this.#say(withSlices(this.said, slices))
  }

  /** @param at the index of the option; null where the answer is none of them */
  answer(question: Question, answer: AnswerPatch, at: number | null): void {
    this.#say(withGiven(this.said, question, answer, at))
  }

  chooseReading(reading: ReadingSettings): void {
    this.#say(withSetting(this.said, reading))
  }

  get invalidRows(): InvalidRows {
    return this.answers.invalidRows
  }

  set invalidRows(invalidRows: InvalidRows) {
    this.#say(withInvalidRows(this.said, invalidRows))
  }

  chooseSplit(change: Partial<SplitDraft>): void {
    const hadRule = this.split.by !== ''
    this.split = { ...this.split, ...change }
    if (hadRule !== (this.split.by !== '')) this.#say(this.said)
  }

  chooseMethod(by: SplitMethod | ''): void {
    this.chooseSplit(withMethod(this.split, by, this.roles, this.inspection))
  }

  /** A task that the data tell anyway is not asked for, so that the command says the same. */
  #chooseTask(task: Task | ''): void {
    this.#say(withTask(this.said, task === '' || task === this.inspected.told ? null : task))
  }

  #chooseLabel(column: string): void {
    this.split = withOtherLabel(this.split, this.roles.label, column)
    this.#say(withRole(this.said, 'label', column === '' ? null : column))
  }

  /** The roles that were said, whether by hand or as answers. */
  get #rolesSaid(): Partial<Roles> {
    return this.answers.roles
  }

  /** Takes what was said, and looks again at what the first rows show under it; of several times only the last counts. */
  #say(said: Said): void {
    this.said = said
    const number = ++this.#asked
    this.isInspecting = true
    const { files, answers, loadedPolicy } = this
    const inspecting = this.#inspector.inspect(files, answers, thresholdOf(said, loadedPolicy))
    this.#pending = inspecting.then(
      (inspected) => {
        if (number === this.#asked) this.#take(inspected)
      },
      () => {
        // A file that can no longer be read is an error once it is evaluated.
        if (number === this.#asked) this.isInspecting = false
      },
    )
  }

  #take(inspected: InspectedFiles): void {
    this.isInspecting = false
    this.inspected = inspected
    const keys = questionsOf(inspected.inspection.questions, this.said, this.#order).map(({ key }) => key)
    this.#order = [...this.#order, ...keys.filter((key) => !this.#order.includes(key))]
  }

  /** What errors about the policy point into; null where the columns that it names are not those chosen. */
  get policyFile(): TextFile | null {
    const { loadedPolicy, policy } = this
    if (loadedPolicy === null) return null
    const isAsNamed = Object.entries(loadedPolicy.policy.columns).every(([role, name]) =>
      isSame(policy.columns[role as keyof Roles], name),
    )
    return isAsNamed ? { fileName: loadedPolicy.fileName, text: loadedPolicy.text } : null
  }

  /** The policy to evaluate by: the loaded one, or none, with the roles and answers as given. */
  get policy(): Policy {
    const base = this.loadedPolicy?.policy ?? defaultPolicy
    const { roles, answers, detectedTask, inspected } = this
    const threshold = thresholdSaid(this.said)
    return {
      ...base,
      task: answers.task ?? (detectedTask === inspected.told ? null : detectedTask),
      columns: rolesOf(roles),
      reading: answers.reading,
      split: this.splitReading.rule,
      threshold: threshold === null ? base.threshold : { kind: 'fixed', value: threshold },
      invalidRows: answers.invalidRows,
    }
  }
}

/** The threshold that decisions of the first rows are shown at. */
function thresholdOf(said: Said, loadedPolicy: LoadedPolicy | null): number {
  const rule = loadedPolicy?.policy.threshold ?? defaultPolicy.threshold
  return thresholdSaid(said) ?? (rule.kind === 'fixed' ? rule.value : 0.5)
}

function inWords(words: string | null): Blockage | null {
  return words === null ? null : { words, place: null }
}
