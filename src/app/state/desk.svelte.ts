import type { Stakes } from '../../policy/stakes/stakes.ts'
import type { EngineClient, PolicyChoices, Progress, Session, TextFile } from '../../worker/protocol.ts'
import type { Attempt } from '../../worker/lock.ts'
import type { Engine } from '../../tally/kernels.ts'
import type { EvaluationDocument } from '../../report/evaluation.ts'
import type { Task } from '../../dataset/roles.ts'
import { sortFiles, type Intake } from '../intake.ts'
import type { Policy } from '../../policy/policy.ts'
import { sampleFiles, type Sample } from '../samples.ts'
import { InputError } from '../../table/input-error.ts'
import { isAbort, troubleOf, type Trouble } from '../trouble.ts'
import { Exploration } from './exploration.svelte.ts'
import { PolicyEditor } from './policy-editor.svelte.ts'
import { Setup, type LoadedPolicy, type Origin } from './setup.svelte.ts'

export type DeskState = 'empty' | 'roles' | 'working' | 'done' | 'error'

interface Work {
  title: string
  progress: Progress | null
}

/**
 * The page's one state: what is loaded, what was found, what is under way, what went wrong. New files are worked on
 * beside the old ones and take their place only once they are understood, so cancel and errors lose nothing.
 */
export class Desk {
  setup: Setup | null = $state.raw(null)
  /** The finished evaluation that the page shows. */
  session: Session | null = $state.raw(null)
  /** Its threshold to move; null where decisions come without one. */
  exploration: Exploration | null = $state.raw(null)
  trouble: Trouble | null = $state.raw(null)
  work: Work | null = $state.raw(null)
  /** What a failed evaluation was about, where it is not what the page shows. */
  waiting: Setup | null = $state.raw(null)
  /** A policy that came before its predictions. */
  heldPolicy: LoadedPolicy | null = $state.raw(null)
  /** A baseline that came before its predictions. */
  heldBaseline: TextFile | null = $state.raw(null)
  /** The policy that is being written, and what it was before; null where nobody writes. */
  editor: PolicyEditor | null = $state.raw(null)
  /** The looks at test sets so far, those made on this page included. */
  ledger: TextFile | null = $state.raw(null)
  readonly state: DeskState = $derived.by(() => {
    if (this.work !== null) return 'working'
    if (this.trouble !== null) return 'error'
    if (this.session !== null) return 'done'
    return this.setup === null ? 'empty' : 'roles'
  })
  readonly #client: EngineClient
  readonly #engine: 'auto' | Engine
  #abort: AbortController | null = null
  readonly #choices: Partial<Record<Task, Promise<PolicyChoices>>> = {}

  constructor(client: EngineClient, engine: 'auto' | Engine) {
    this.#client = client
    this.#engine = engine
  }

  /** Files dropped, chosen or pasted: tables replace those loaded, a policy or a baseline alone is for what is loaded. */
  async open(files: Iterable<File>): Promise<void> {
    const intake = await sortFiles(files)
    await this.#takeLedger(intake.ledgers)
    if (isOfLedgers(intake)) {
      if (intake.ledgers.length > 0 && this.session !== null) await this.evaluate()
      return
    }
    await this.#load({ ...intake, tables: intake.tables.length > 0 ? intake.tables : (this.setup?.files ?? []) }, 'files')
  }

  /** Adds a table to those loaded, as when the production model's predictions come in a file of their own. */
  async add(files: Iterable<File>): Promise<void> {
    const intake = await sortFiles(files)
    await this.#takeLedger(intake.ledgers)
    if (!isOfLedgers(intake)) await this.#load({ ...intake, tables: [...(this.setup?.files ?? []), ...intake.tables] }, 'files')
  }

  async openSample(id: Sample['id']): Promise<void> {
    const { table, policy } = sampleFiles(id)
    const [tables, policies] = [table, policy].map(({ name, text }) => [new File([text], name)])
    await this.#load({ tables, policies, baselines: [] }, 'sample')
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
    try {
      const loaded: LoadedPolicy = { fileName, text, policy: await this.#client.parsePolicy(fileName, text), isEdited }
      await this.#load({ tables: this.setup?.files ?? [], policies: [], baselines: [] }, 'files', loaded)
      return null
    } catch (error) {
      return troubleOf(error)
    }
  }

  /** Opens the editor: with a policy made here, or with the one that is loaded. */
  edit(made: TextFile | null = null): void {
    const file = made ?? this.setup?.loadedPolicy ?? this.heldPolicy
    if (file === null) return
    if (this.editor === null) this.editor = new PolicyEditor(this.#client, file, made !== null, (read, text) => this.#preview(read.policy, text))
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
    return JSON.stringify(other.policy) === JSON.stringify(setup.evaluated) ? session.document : session.judgeBy(other.policy, file)
  }

  /** Goes on without the policy: measured, not judged. */
  async dropPolicy(): Promise<void> {
    const setup = this.setup
    if (setup === null) return
    this.editor = null
    const plain = setup.with(null)
    if (this.session === null) this.#show(plain, null)
    else await this.#attempt('Measuring', (signal) => this.#evaluate(plain, signal))
  }

  /** Goes on without the baseline. */
  async dropBaseline(): Promise<void> {
    const setup = this.setup
    if (setup === null) return
    const plain = setup.with(setup.loadedPolicy, null)
    if (this.session === null) this.#show(plain, null)
    else await this.#attempt('Evaluating', (signal) => this.#evaluate(plain, signal))
  }

  /** Evaluates what is loaded, with the roles as chosen. */
  async evaluate(): Promise<void> {
    const setup = this.setup
    if (setup === null || setup.missing !== null) return
    await this.#attempt('Evaluating', (signal) => this.#evaluate(setup, signal))
  }

  /** After an error in some rows: the same again without them, and the result says how many. */
  async leaveOut(): Promise<void> {
    const setup = this.waiting ?? this.setup
    if (setup === null) return
    setup.invalidRows = 'leave_out'
    await this.#attempt('Evaluating', (signal) => this.#evaluate(setup, signal))
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

  cancel(): void {
    this.#abort?.abort()
  }

  dismiss(): void {
    this.trouble = null
    this.waiting = null
  }

  /** Forgets everything. */
  clear(): void {
    this.cancel()
    this.dismiss()
    this.heldPolicy = null
    this.heldBaseline = null
    this.editor = null
    this.ledger = null
    this.#show(null, null)
  }

  /** @param written here, in the place of a policy among the files */
  async #load({ tables, policies, baselines }: Omit<Intake, 'ledgers'>, origin: Origin, written: LoadedPolicy | null = null): Promise<void> {
    const first = tables[0] ?? policies[0] ?? baselines[0]
    await this.#attempt(`Reading ${first?.name ?? written?.fileName}`, async (signal) => {
      const policy = written ?? await this.#policyFor(policies, origin)
      const baseline = await this.#baselineFor(baselines, origin)
      signal.throwIfAborted()
      if (tables.length === 0) {
        this.#hold(policy, baseline)
        return this.#keepEditor()
      }
      const setup = await this.#setupFor(tables, policy, baseline, origin)
      signal.throwIfAborted()
      this.#hold(null, null)
      if (!setup.isSettled) return this.#show(setup, null)
      if (this.session === null) this.#show(setup, null)
      await this.#evaluate(setup, signal)
    })
  }

  #hold(policy: LoadedPolicy | null, baseline: TextFile | null): void {
    this.heldPolicy = policy
    this.heldBaseline = baseline
  }

  /** A ledger that is dropped takes the place of the one before: it is read with the next evaluation. */
  async #takeLedger(ledgers: File[]): Promise<void> {
    const file = ledgers.at(-1)
    if (file !== undefined) this.ledger = { fileName: file.name, text: await file.text() }
  }

  async #setupFor(tables: File[], policy: LoadedPolicy | null, baseline: TextFile | null, origin: Origin): Promise<Setup> {
    const kept = this.setup
    if (kept !== null && tables === kept.files) return kept.with(policy, baseline)
    return new Setup(tables, await this.#client.inspect(tables), policy, origin, baseline)
  }

  /** The policy in the files, or the one loaded; a sample's policy never stays for somebody's own files. */
  async #policyFor(policies: File[], origin: Origin): Promise<LoadedPolicy | null> {
    requireOne('policies', policies)
    if (policies.length === 0) return this.heldPolicy ?? (this.setup?.origin === origin ? this.setup.loadedPolicy : null)
    const [file] = policies
    const text = await file.text()
    return { fileName: file.name, text, policy: await this.#client.parsePolicy(file.name, text), isEdited: false }
  }

  /** Likewise the baseline. */
  async #baselineFor(baselines: File[], origin: Origin): Promise<TextFile | null> {
    requireOne('baselines', baselines)
    if (baselines.length === 0) return this.heldBaseline ?? (this.setup?.origin === origin ? this.setup.baseline : null)
    return { fileName: baselines[0].name, text: await baselines[0].text() }
  }

  async #evaluate(setup: Setup, signal: AbortSignal): Promise<void> {
    this.waiting = setup
    const { policy } = setup
    const session = await this.#client.evaluate(
      { files: setup.files, policy, policyFile: setup.policyFile, baseline: setup.baseline, engine: this.#engine, ledger: this.ledger },
      { signal, onProgress: (progress) => this.#report(progress, signal) },
    )
    if (signal.aborted) return session.close()
    setup.evaluated = policy
    if (session.ledger !== null) this.ledger = { fileName: policy.ledger!, text: session.ledger }
    this.#show(setup, session)
  }

  #report(progress: Progress, signal: AbortSignal): void {
    if (signal.aborted || this.work === null) return
    const title = progress.stage === 'reading' ? `Reading ${progress.file}` : 'Evaluating'
    this.work = { title, progress }
  }

  /** Runs one piece of work; another that is under way gives way to it. */
  async #attempt(title: string, effort: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.#abort?.abort()
    const abort = new AbortController()
    this.#abort = abort
    this.dismiss()
    this.work = { title, progress: null }
    try {
      await untilAborted(effort(abort.signal), abort.signal)
    } catch (error) {
      if (!isAbort(error) && this.#abort === abort) this.fail(error)
    }
    if (this.#abort !== abort) return
    this.#abort = null
    this.work = null
    if (this.trouble === null || this.waiting === this.setup) this.waiting = null
  }

  /** Tells what went wrong; what is shown stays. */
  fail(error: unknown): void {
    this.trouble = troubleOf(error)
  }

  #show(setup: Setup | null, session: Session | null): void {
    if (this.session !== session) {
      this.exploration?.end()
      this.session?.close()
      const threshold = session?.document.models.candidate.threshold
      this.exploration = session === null || threshold === undefined
        ? null : new Exploration(session, threshold.value, (error) => this.fail(error))
    }
    this.setup = setup
    this.session = session
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

function isOfLedgers({ tables, policies, baselines }: Intake): boolean {
  return tables.length + policies.length + baselines.length === 0
}

/** The effort's own end, or an AbortError as soon as the signal says so, whichever comes first. */
function untilAborted(effort: Promise<void>, signal: AbortSignal): Promise<void> {
  const aborted = new Promise<never>((_, fail) => {
    signal.addEventListener('abort', () => fail(signal.reason), { once: true })
  })
  return Promise.race([effort, aborted])
}

function requireOne(noun: 'policies' | 'baselines', files: File[]): void {
  if (files.length < 2) return
  throw new InputError({
    code: `two_${noun}`,
    place: {},
    found: `${files.length} ${noun} (${files.map(({ name }) => name).join(', ')})`,
    expected: 'one',
    remedy: 'Drop the one that you want, with the predictions.',
  })
}
