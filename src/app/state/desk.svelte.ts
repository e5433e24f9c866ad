import type { Stakes } from '../../policy/stakes/stakes.ts'
import type { EngineClient, LedgerText, Progress, Session } from '../../worker/protocol.ts'
import type { Attempt } from '../../worker/lock.ts'
import type { Engine } from '../../tally/kernels.ts'
import { sortFiles } from '../intake.ts'
import { sampleFiles, type Sample } from '../samples.ts'
import { InputError } from '../../table/input-error.ts'
import { isAbort, troubleOf, type Trouble } from '../trouble.ts'
import { Exploration } from './exploration.svelte.ts'
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
  /** The looks at test sets so far, those made on this page included. */
  ledger: LedgerText | null = $state.raw(null)
  readonly state: DeskState = $derived.by(() => {
    if (this.work !== null) return 'working'
    if (this.trouble !== null) return 'error'
    if (this.session !== null) return 'done'
    return this.setup === null ? 'empty' : 'roles'
  })
  readonly #client: EngineClient
  readonly #engine: 'auto' | Engine
  #abort: AbortController | null = null

  constructor(client: EngineClient, engine: 'auto' | Engine) {
    this.#client = client
    this.#engine = engine
  }

  /** Files dropped, chosen or pasted: tables replace those loaded, a policy alone is judged on what is loaded. */
  async open(files: Iterable<File>): Promise<void> {
    const { tables, policies, ledgers } = sortFiles(files)
    await this.#takeLedger(ledgers)
    if (tables.length === 0 && policies.length === 0) {
      if (ledgers.length > 0 && this.session !== null) await this.evaluate()
      return
    }
    const kept = this.setup
    await this.#load(tables.length > 0 ? tables : (kept?.files ?? []), policies, 'files')
  }

  /** Adds a table to those loaded, as when the production model's predictions come in a file of their own. */
  async add(files: Iterable<File>): Promise<void> {
    const { tables, policies, ledgers } = sortFiles(files)
    await this.#takeLedger(ledgers)
    if (tables.length === 0 && policies.length === 0) return
    await this.#load([...(this.setup?.files ?? []), ...tables], policies, 'files')
  }

  async openSample(id: Sample['id']): Promise<void> {
    const { table, policy } = sampleFiles(id)
    await this.#load([new File([table.text], table.name)], [new File([policy.text], policy.name)], 'sample')
  }

  /** The policy that the answers about what is at stake come to. */
  policyFrom(stakes: Stakes): Promise<string> {
    return this.#client.policyFrom($state.snapshot(stakes))
  }

  /**
   * Judges by a policy that was written on the page, as if its file had been dropped.
   * @returns what is wrong with the text, and nothing else is done; null where it is a policy
   */
  async judge(name: string, text: string): Promise<Trouble | null> {
    try {
      await this.#client.parsePolicy(name, text)
    } catch (error) {
      return troubleOf(error)
    }
    await this.open([new File([text], name)])
    return null
  }

  /** Goes on without the policy: measured, not judged. */
  async dropPolicy(): Promise<void> {
    const setup = this.setup
    if (setup === null) return
    const plain = setup.with(null)
    if (this.session === null) this.#show(plain, null)
    else await this.#attempt('Measuring', (signal) => this.#evaluate(plain, signal))
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
    this.ledger = null
    this.#show(null, null)
  }

  async #load(tables: File[], policies: File[], origin: Origin): Promise<void> {
    await this.#attempt(`Reading ${tables[0]?.name ?? policies[0].name}`, async (signal) => {
      const policy = await this.#policyFor(policies, origin)
      signal.throwIfAborted()
      if (tables.length === 0) {
        this.heldPolicy = policy
        return
      }
      const setup = await this.#setupFor(tables, policy, origin)
      signal.throwIfAborted()
      this.heldPolicy = null
      if (!setup.isSettled) return this.#show(setup, null)
      if (this.session === null) this.#show(setup, null)
      await this.#evaluate(setup, signal)
    })
  }

  /** A ledger that is dropped takes the place of the one before: it is read with the next evaluation. */
  async #takeLedger(ledgers: File[]): Promise<void> {
    const file = ledgers.at(-1)
    if (file !== undefined) this.ledger = { fileName: file.name, text: await file.text() }
  }

  async #setupFor(tables: File[], policy: LoadedPolicy | null, origin: Origin): Promise<Setup> {
    const kept = this.setup
    if (kept !== null && tables === kept.files) return kept.with(policy)
    return new Setup(tables, await this.#client.inspect(tables), policy, origin)
  }

  /** The policy in the files, or the one loaded; a sample's policy never stays for somebody's own files. */
  async #policyFor(policies: File[], origin: Origin): Promise<LoadedPolicy | null> {
    if (policies.length > 1) throw twoPolicies(policies.map((file) => file.name))
    if (policies.length === 0) return this.heldPolicy ?? (this.setup?.origin === origin ? this.setup.loadedPolicy : null)
    const [file] = policies
    return { fileName: file.name, policy: await this.#client.parsePolicy(file.name, await file.text()) }
  }

  async #evaluate(setup: Setup, signal: AbortSignal): Promise<void> {
    this.waiting = setup
    const { policy } = setup
    const session = await this.#client.evaluate(
      { files: setup.files, policy, engine: this.#engine, ledger: this.ledger },
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
  }
}

/** The effort's own end, or an AbortError as soon as the signal says so, whichever comes first. */
function untilAborted(effort: Promise<void>, signal: AbortSignal): Promise<void> {
  const aborted = new Promise<never>((_, fail) => {
    signal.addEventListener('abort', () => fail(signal.reason), { once: true })
  })
  return Promise.race([effort, aborted])
}

function twoPolicies(names: string[]): InputError {
  return new InputError({
    code: 'two_policies',
    place: {},
    found: `${names.length} policies (${names.join(', ')})`,
    expected: 'one',
    remedy: 'Drop the one that you want to be judged by, with the predictions.',
  })
}
