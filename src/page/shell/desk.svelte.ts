import type { Stakes } from '../../policy/stakes/stakes.ts'
import type { EngineClient, PolicyChoices, Progress, Session, TextFile } from '../../worker/protocol.ts'
import type { Attempt } from '../../worker/lock.ts'
import type { Engine } from '../../tally/kernels.ts'
import type { Task } from '../../dataset/roles.ts'
import type { EvaluationDocument } from '../../result/evaluation.ts'
import type { Policy } from '../../policy/policy.ts'
import { speedOf } from '../setup/forecast.ts'
import { sortFiles, type Intake } from '../open/intake.ts'
import { sampleFiles, type Sample } from '../open/samples.ts'
import { InputError } from '../../table/input-error.ts'
import { troubleOf, type Trouble } from '../ui/trouble.ts'
import { requireFit } from '../setup/link-fit.ts'
import { waitingLink, type WaitingLink } from '../setup/waiting-link.ts'
import { markSaved } from '../ui/saved-texts.ts'
import { CurrentWork, type Work } from './current-work.svelte.ts'
import { requireOne, smallText, unreadableFile } from '../open/file-faults.ts'
import { Evaluations } from './evaluations.svelte.ts'
import type { Exploration } from '../explore/exploration.svelte.ts'
import { Memory } from '../setup/memory.svelte.ts'
import { PolicyEditor } from '../policy/policy-editor.svelte.ts'
import type { Scene } from './scene.ts'
import { Setup, type LoadedPolicy, type Origin } from '../setup/setup.svelte.ts'

export type DeskState = 'empty' | 'roles' | 'working' | 'done' | 'error'

/**
 * The page's one state: what is loaded, what was found, what is under way, what went wrong. New files are worked on
 * beside the old ones and take their place only once they are understood, so cancel and errors lose nothing.
 */
export class Desk {
  setup: Setup | null = $state.raw(null)
  trouble: Trouble | null = $state.raw(null)
  /** What a failed evaluation was about, where it is not what the page shows. */
  waiting: Setup | null = $state.raw(null)
  /** A policy that came before its predictions. */
  heldPolicy: LoadedPolicy | null = $state.raw(null)
  /** A baseline that came before its predictions. */
  heldBaseline: TextFile | null = $state.raw(null)
  /** The policy that is being written, and what it was before; null where nobody writes. */
  editor: PolicyEditor | null = $state.raw(null)
  link: WaitingLink | null = $state.raw(null)
  /** The looks at test sets so far, those made on this page included. */
  ledger: TextFile | null = $state.raw(null)
  /** How fast files were evaluated, the last that were large enough to tell; null before any were. */
  bytesPerSecond: number | null = $state.raw(null)
  readonly state: DeskState = $derived.by(() => {
    if (this.work !== null) return 'working'
    if (this.trouble !== null) return 'error'
    if (this.session !== null) return 'done'
    return this.setup === null ? 'empty' : 'roles'
  })
  /** A word about what was done, until the next thing is. */
  notice: string = $state('')
  readonly memory: Memory
  readonly #client: EngineClient
  readonly #engine: 'auto' | Engine
  readonly #evaluations = new Evaluations((error) => this.fail(error))
  readonly #current = new CurrentWork()
  /** What the page showed before a set-up whose evaluation is still under way. */
  #shownBefore: Pick<Desk, 'setup' | 'heldPolicy' | 'heldBaseline' | 'link'> | null = null
  /** Where a link's set-up wants the threshold, until something is evaluated. */
  #wantedThreshold: number | null = null
  readonly #choices: Partial<Record<Task, Promise<PolicyChoices>>> = {}
  #newestIntake = 0

  /** @param memory of which column is which, where somebody wants one */
  constructor(client: EngineClient, engine: 'auto' | Engine, memory = new Memory(null)) {
    this.memory = memory
    this.#client = client
    this.#engine = engine
  }

  /** What is under way. */
  get work(): Work | null {
    return this.#current.work
  }

  /** The finished evaluation that the page shows. */
  get session(): Session | null {
    return this.#evaluations.session
  }

  /** Its threshold to move; null where decisions come without one. */
  get exploration(): Exploration | null {
    return this.#evaluations.exploration
  }

  /** Files dropped, chosen or pasted: tables replace those loaded, a policy or a baseline alone is for what is loaded. */
  async open(files: Iterable<File>): Promise<void> {
    await this.#sort(files, (intake) => (intake.tables.length > 0 ? intake.tables : this.#judged(intake)))
  }

  /** Adds a table to those loaded, as when the production model's predictions come in a file of their own. */
  async add(files: Iterable<File>): Promise<void> {
    await this.#sort(files, (intake) =>
      intake.tables.length > 0 ? [...(this.setup?.files ?? []), ...intake.tables] : this.#judged(intake),
    )
  }

  async openSample(id: Sample['id']): Promise<void> {
    const { table, policy } = sampleFiles(id)
    const [tables, policies] = [table, policy].map(({ name, text }) => [new File([text], name)])
    await this.#load({ tables, policies, ledgers: [], baselines: [] }, 'sample')
  }

  /** The policy that the answers about what is at stake come to. */
  policyFrom(stakes: Stakes): Promise<string> {
    return this.#client.policyFrom($state.snapshot(stakes))
  }

  /**
   * Judges by a policy that was written on the page, as if its file had been dropped.
   * @param isEdited it is one that was loaded, changed here
   * @returns what is wrong with the text, and nothing else is done; null where it is a policy
   */
  async judge(fileName: string, text: string, isEdited = false): Promise<Trouble | null> {
    const { setup } = this
    try {
      const written: LoadedPolicy = { fileName, text, policy: await this.#client.parsePolicy(fileName, text), isEdited }
      if (this.setup === setup && this.work === null) {
        await this.#load({ tables: setup?.files ?? [], policies: [], ledgers: [], baselines: [] }, 'files', written)
      }
      return null
    } catch (error) {
      return troubleOf(error)
    }
  }

  /** Opens the editor: with a policy made here, or with the one that is loaded. */
  edit(made: TextFile | null = null): void {
    const file = made ?? this.setup?.loadedPolicy ?? this.heldPolicy
    if (file === null) return
    if (this.editor === null)
      this.editor = new PolicyEditor(this.#client, file, made !== null, (read, text) =>
        this.#preview(read.policy, text),
      )
    else if (made !== null) void this.editor.replace(made.text)
    this.editor.isOpen = true
  }

  /** What a policy can be made of, asked once a task. */
  policyChoices(task: Task): Promise<PolicyChoices> {
    return (this.#choices[task] ??= this.#client.policyChoices(task))
  }

  /** The results by another policy: those that are shown where it is the one they are by. */
  async #preview(policy: Policy, file: TextFile): Promise<EvaluationDocument | null> {
    const { setup, session } = this
    if (setup === null || session === null) return null
    const loaded: LoadedPolicy = { ...file, policy, isEdited: true }
    const other = setup.with(loaded)
    if (other.missing !== null) return null
    return JSON.stringify(other.policy) === JSON.stringify(setup.evaluated)
      ? session.document
      : session.judgeBy(other.policy, file)
  }

  /** Goes on without the policy: measured, not judged. */
  async dropPolicy(): Promise<void> {
    const setup = this.setup
    if (setup === null) return
    this.editor = null
    const plain = setup.with(null)
    if (this.session === null) this.#show(plain, null)
    else await this.#attempt('Measuring', setup.files, (signal) => this.#evaluate(plain, signal))
  }

  /** Goes on without the baseline. */
  async dropBaseline(): Promise<void> {
    const setup = this.setup
    if (setup === null) return
    const plain = setup.with(setup.loadedPolicy, null)
    if (this.session === null) this.#show(plain, null)
    else await this.#attempt('Evaluating', setup.files, (signal) => this.#evaluate(plain, signal))
  }

  /** Evaluates what is loaded, with the roles as chosen. */
  async evaluate(): Promise<void> {
    const setup = this.setup
    if (setup === null || setup.missing !== null) return
    await this.#attempt('Evaluating', setup.files, (signal) => this.#evaluate(setup, signal))
  }

  /** Candidate and production change places, and are evaluated anew where they had been. */
  async swapModels(): Promise<void> {
    const { setup } = this
    if (setup === null || this.work !== null) return
    if (setup.roles.production === '' && setup.roles.productionPrediction === '') {
      this.notice = 'There is no production model to swap with: choose one in the set-up.'
    } else if (this.session === null) setup.swapModels()
    else await this.evaluateWith(() => setup.swapModels())
  }

  /** Evaluates with other choices; where that is cancelled, the choices are as they were too. */
  async evaluateWith(choose: () => void): Promise<void> {
    const { setup, session } = this
    const before = setup?.choices
    choose()
    await this.evaluate()
    const isCancelled = this.setup === setup && this.session === session && this.trouble === null
    if (isCancelled && setup !== null && before !== undefined) setup.choices = before
  }

  /** After an error in some rows: the same again without them, and the result says how many. */
  async leaveOut(): Promise<void> {
    const setup = this.waiting ?? this.setup
    if (setup === null) return
    setup.invalidRows = 'leave_out'
    await this.#attempt('Evaluating', setup.files, (signal) => this.#evaluate(setup, signal))
  }

  /** After an error in new files: shows their columns instead of what was there before. */
  chooseColumns(): void {
    if (this.waiting !== null) this.#show(this.waiting, null)
    this.trouble = null
  }

  /** Lets the engine's worker try to send a word out. */
  testLock(): Promise<Attempt[]> {
    return this.#client.testLock()
  }

  /** What was dropped cannot even be tried. */
  refuse(error: InputError): void {
    this.cancel()
    this.dismiss()
    this.fail(error)
  }

  /** Ends what is under way; the page is as it was before. */
  cancel(): void {
    this.#current.cancel()
    this.waiting = null
    if (this.#shownBefore !== null) Object.assign(this, this.#shownBefore)
    this.#shownBefore = null
    this.#keepEditor()
  }

  dismiss(): void {
    this.trouble = null
    this.waiting = null
    this.notice = ''
  }

  /** Takes the set-up in an address's hash; a hash that is none is told calmly, and nothing changes. */
  async openLink(hash: string): Promise<void> {
    const link = await waitingLink(hash, (name, text) => this.#client.parsePolicy(name, text))
    if ('wrong' in link)
      this.notice = `The set-up in the link cannot be used: ${link.wrong}. Nothing is lost: open your files as usual.`
    else this.link = link
    if (this.link !== null && this.setup !== null)
      this.notice = 'The link’s set-up waits for the next file that you open.'
  }

  forgetLink(): void {
    this.link = null
    this.dismiss()
  }

  /** Forgets everything. */
  clear(): void {
    this.cancel()
    this.dismiss()
    this.heldPolicy = null
    this.heldBaseline = null
    this.editor = null
    this.link = null
    this.ledger = null
    this.#show(null, null)
  }

  /** Tells files apart and loads them with the tables that they are for; of two lots at once the newer wins. */
  async #sort(files: Iterable<File>, tablesFor: (intake: Intake) => File[]): Promise<void> {
    const turn = ++this.#newestIntake
    const intake = await sortFiles(files)
    if (turn === this.#newestIntake) await this.#load({ ...intake, tables: tablesFor(intake) }, 'files')
  }

  /** The tables that a policy, a baseline or a ledger by itself is for: those loaded, but a ledger waits until something is evaluated. */
  #judged({ policies, baselines }: Intake): File[] {
    return policies.length + baselines.length > 0 || this.session !== null ? (this.setup?.files ?? []) : []
  }

  get scene(): Scene {
    const { setup, session, exploration, heldPolicy, heldBaseline, ledger } = this
    return {
      setup,
      choices: setup?.choices ?? null,
      session,
      threshold: exploration?.threshold ?? null,
      heldPolicy,
      heldBaseline,
      ledger,
    }
  }

  /** Shows a scene again. @returns false where its results have been let go, so that only its set-up is there */
  restore({ setup, choices, session, threshold, heldPolicy, heldBaseline, ledger }: Scene): boolean {
    this.cancel()
    this.dismiss()
    const held = session !== null && this.holds(session) ? session : null
    if (setup !== null && choices !== null) setup.choices = held === null ? { ...choices, evaluated: null } : choices
    this.heldPolicy = heldPolicy
    this.heldBaseline = heldBaseline
    this.ledger ??= ledger
    this.#show(setup, held)
    if (threshold !== null) this.exploration?.moveTo(threshold)
    return held !== null || choices === null || choices.evaluated === null
  }

  holds(session: Session): boolean {
    return this.#evaluations.has(session)
  }

  /** @param written here, in the place of a policy among the files */
  async #load(
    { tables, policies, ledgers, baselines }: Intake,
    origin: Origin,
    written: LoadedPolicy | null = null,
  ): Promise<void> {
    const isOfLoaded = tables === this.setup?.files
    const others = [...policies, ...baselines, ...ledgers]
    const first = isOfLoaded ? others[0] : (tables[0] ?? others[0])
    await this.#attempt(`Reading ${first?.name ?? written?.fileName}`, [...tables, ...others], async (signal) => {
      const ledger = ledgers.length === 0 ? this.ledger : await textIn(ledgers.at(-1)!)
      const policy = written ?? (await this.#policyFor(policies, origin))
      const baseline = await this.#baselineFor(baselines, origin)
      const isAsBefore = isOfLoaded && policies.length + baselines.length === 0 && written === null
      const setup = isAsBefore
        ? this.setup
        : tables.length === 0
          ? null
          : await this.#setupFor(tables, policy, baseline, origin)
      signal.throwIfAborted()
      this.ledger = ledger
      if (setup !== null) return this.#take(setup, signal)
      if (policies.length > 0 || written !== null) this.heldPolicy = policy
      if (baselines.length > 0) this.heldBaseline = baseline
      this.#keepEditor()
    })
  }

  /** Shows a set-up that has been understood, evaluated where nothing is left to confirm. */
  async #take(setup: Setup, signal: AbortSignal): Promise<void> {
    const { heldPolicy, heldBaseline, link } = this
    this.#shownBefore = { setup: this.setup, heldPolicy, heldBaseline, link }
    if (this.session === null || !setup.isSettled) this.#show(setup, null)
    this.heldPolicy = null
    this.heldBaseline = null
    if (setup.origin === 'files') {
      this.#wantedThreshold = this.link?.threshold ?? null
      this.link = null
    }
    if (setup.isSettled) await this.#evaluate(setup, signal)
  }

  /** Keeps which column is which, where somebody asked for it. */
  remember(setup: Setup): void {
    if (setup.origin === 'files') this.memory.remember(setup.link(null).hash)
  }

  async #setupFor(
    tables: File[],
    policy: LoadedPolicy | null,
    baseline: TextFile | null,
    origin: Origin,
  ): Promise<Setup> {
    const kept = this.setup
    if (kept !== null && tables === kept.files) return kept.with(policy, baseline)
    const inspection = await this.#client.inspect(tables)
    if (this.link === null || origin === 'sample')
      return this.#recalled(new Setup(tables, inspection, policy, origin, baseline))
    requireFit(
      this.link,
      inspection.guess,
      tables.map(({ name }) => name),
    )
    const linked = Setup.ofLink(tables, inspection, this.link, baseline)
    return policy === null || policy === this.link.loadedPolicy ? linked : linked.with(policy)
  }

  /** With the columns as they were chosen on another visit, where nothing names them and somebody wants that. */
  #recalled(setup: Setup): Setup {
    const link =
      setup.origin === 'files' && setup.loadedPolicy === null ? this.memory.recall(setup.inspection.guess) : null
    if (link !== null) setup.recall(link)
    return setup
  }

  /** The policy in the files, or the one loaded; a sample's policy never stays for somebody's own files. */
  async #policyFor(policies: File[], origin: Origin): Promise<LoadedPolicy | null> {
    requireOne('policies', policies)
    if (policies.length === 0) {
      const linked = origin === 'files' ? this.link?.loadedPolicy : null
      return this.heldPolicy ?? linked ?? (this.setup?.origin === origin ? this.setup.loadedPolicy : null)
    }
    const file = await textIn(policies[0])
    return { ...file, policy: await this.#client.parsePolicy(file.fileName, file.text), isEdited: false }
  }

  /** Likewise the baseline. */
  async #baselineFor(baselines: File[], origin: Origin): Promise<TextFile | null> {
    requireOne('baselines', baselines)
    if (baselines.length === 0) return this.heldBaseline ?? (this.setup?.origin === origin ? this.setup.baseline : null)
    return textIn(baselines[0])
  }

  async #evaluate(setup: Setup, signal: AbortSignal): Promise<void> {
    this.waiting = setup
    this.#evaluations.forgetBefore()
    const { policy } = setup
    const startMs = performance.now()
    const session = await this.#client.evaluate(
      {
        files: setup.files,
        policy,
        policyFile: setup.policyFile,
        baseline: setup.baseline,
        engine: this.#engine,
        ledger: this.ledger,
      },
      { signal, onProgress: (progress) => this.#report(progress, signal) },
    )
    if (signal.aborted) return session.close()
    this.bytesPerSecond = speedOf(setup.files, performance.now() - startMs) ?? this.bytesPerSecond
    setup.evaluated = policy
    this.remember(setup)
    if (session.ledger !== null) this.ledger = { fileName: policy.ledger!, text: session.ledger }
    this.#show(setup, session)
    if (this.#wantedThreshold !== null) this.exploration?.moveTo(this.#wantedThreshold)
    this.#wantedThreshold = null
  }

  #report(progress: Progress, signal: AbortSignal): void {
    this.#current.report(
      { title: progress.stage === 'reading' ? `Reading ${progress.file}` : 'Evaluating', progress },
      signal,
    )
  }

  /** Runs one piece of work on files; another that is under way gives way to it. */
  async #attempt(title: string, files: readonly File[], effort: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.cancel()
    this.dismiss()
    const readable = async (error: unknown) => {
      throw error instanceof InputError ? error : ((await unreadableFile(files)) ?? error)
    }
    await this.#current.run(
      title,
      (signal) => effort(signal).catch(readable),
      (failure) => {
        if (failure !== null) this.fail(failure.error)
        this.#shownBefore = null
        if (this.trouble === null || this.waiting === this.setup) this.waiting = null
      },
    )
  }

  /** Tells what went wrong; what is shown stays. */
  fail(error: unknown): void {
    this.trouble = troubleOf(error)
  }

  #show(setup: Setup | null, session: Session | null): void {
    this.#evaluations.show(session)
    this.setup = setup
    this.waiting = null
    this.#keepEditor()
  }

  /** What is being written stays while the policy is the one it was, or what was written is judged by. */
  #keepEditor(): void {
    const { editor } = this
    if (editor === null) return
    const loaded = this.setup?.loadedPolicy ?? this.heldPolicy
    if (editor.isAbout(loaded)) void editor.look()
    else this.editor = null
  }
}

async function textIn(file: File): Promise<TextFile> {
  const text = await smallText(file)
  markSaved(text)
  return { fileName: file.name, text }
}
