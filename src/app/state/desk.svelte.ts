import type { Stakes } from '../../policy/stakes/stakes.ts'
import type { EngineClient, LedgerText, Progress, Session } from '../../worker/protocol.ts'
import type { Attempt } from '../../worker/lock.ts'
import type { Engine } from '../../tally/kernels.ts'
import { sortFiles, type Intake } from '../intake.ts'
import { sampleFiles, type Sample } from '../samples.ts'
import { InputError } from '../../table/input-error.ts'
import { troubleOf, type Trouble } from '../trouble.ts'
import { requireFit } from '../link-fit.ts'
import { waitingLink, type WaitingLink } from '../waiting-link.ts'
import { markSaved } from '../saved-texts.ts'
import { CurrentWork, type Work } from './current-work.svelte.ts'
import { smallText, twoPolicies, unreadableFile } from '../file-faults.ts'
import { Evaluations } from './evaluations.svelte.ts'
import type { Exploration } from './exploration.svelte.ts'
import { Memory } from './memory.svelte.ts'
import type { Scene } from './scene.ts'
import { Setup, type LoadedPolicy, type Origin } from './setup.svelte.ts'

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
  link: WaitingLink | null = $state.raw(null)
  /** The looks at test sets so far, those made on this page included. */
  ledger: LedgerText | null = $state.raw(null)
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
  #shownBefore: Pick<Desk, 'setup' | 'heldPolicy' | 'link'> | null = null
  /** Where a link's set-up wants the threshold, until something is evaluated. */
  #wantedThreshold: number | null = null

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

  /** Files dropped, chosen or pasted: tables replace those loaded, a policy alone is judged on what is loaded. */
  async open(files: Iterable<File>): Promise<void> {
    const intake = sortFiles(files)
    await this.#load(intake.tables.length > 0 ? intake : { ...intake, tables: this.#judged(intake) }, 'files')
  }

  /** Adds a table to those loaded, as when the production model's predictions come in a file of their own. */
  async add(files: Iterable<File>): Promise<void> {
    const intake = sortFiles(files)
    const loaded = this.setup?.files ?? []
    await this.#load({ ...intake, tables: intake.tables.length > 0 ? [...loaded, ...intake.tables] : this.#judged(intake) }, 'files')
  }

  async openSample(id: Sample['id']): Promise<void> {
    const { table, policy } = sampleFiles(id)
    await this.#load({ tables: [new File([table.text], table.name)], policies: [new File([policy.text], policy.name)], ledgers: [] }, 'sample')
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
    const { setup } = this
    try {
      await this.#client.parsePolicy(name, text)
    } catch (error) {
      return troubleOf(error)
    }
    if (this.setup === setup && this.work === null) await this.open([new File([text], name)])
    return null
  }

  /** Goes on without the policy: measured, not judged. */
  async dropPolicy(): Promise<void> {
    const setup = this.setup
    if (setup === null) return
    const plain = setup.with(null)
    if (this.session === null) this.#show(plain, null)
    else await this.#attempt('Measuring', setup.files, (signal) => this.#evaluate(plain, signal))
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
    if (!setup.swapModels()) this.notice = 'There is no production model to swap with: choose one in the set-up.'
    else if (this.session !== null) await this.evaluate()
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
  }

  dismiss(): void {
    this.trouble = null
    this.waiting = null
    this.notice = ''
  }

  /** Takes the set-up in an address's hash; a hash that is none is told calmly, and nothing changes. */
  async openLink(hash: string): Promise<void> {
    const link = await waitingLink(hash, (name, text) => this.#client.parsePolicy(name, text))
    if ('wrong' in link) this.notice = `The set-up in the link cannot be used: ${link.wrong}. Nothing is lost: open your files as usual.`
    else this.link = link
    if (this.link !== null && this.setup !== null) this.notice = 'The link’s set-up waits for the next file that you open.'
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
    this.link = null
    this.ledger = null
    this.#show(null, null)
  }

  /** The tables that a policy or a ledger by itself is for: those loaded, but a ledger waits until something is evaluated. */
  #judged({ policies }: Intake): File[] {
    return policies.length > 0 || this.session !== null ? (this.setup?.files ?? []) : []
  }

  get scene(): Scene {
    const { setup, session, exploration, heldPolicy, ledger } = this
    return { setup, choices: setup?.choices ?? null, session, threshold: exploration?.threshold ?? null, heldPolicy, ledger }
  }

  /** Shows a scene again. @returns false where its results have been let go, so that only its set-up is there */
  restore({ setup, choices, session, threshold, heldPolicy, ledger }: Scene): boolean {
    this.cancel()
    this.dismiss()
    const held = session !== null && this.holds(session) ? session : null
    if (setup !== null && choices !== null) setup.choices = held === null ? { ...choices, evaluated: null } : choices
    this.heldPolicy = heldPolicy
    this.ledger ??= ledger
    this.#show(setup, held)
    if (threshold !== null) this.exploration?.moveTo(threshold)
    return held !== null || choices === null || choices.evaluated === null
  }

  holds(session: Session): boolean {
    return this.#evaluations.has(session)
  }

  async #load({ tables, policies, ledgers }: Intake, origin: Origin): Promise<void> {
    const [first] = [...policies, ...ledgers]
    const title = `Reading ${tables === this.setup?.files && first !== undefined ? first.name : (tables[0] ?? first).name}`
    await this.#attempt(title, [...tables, ...policies, ...ledgers], async (signal) => {
      const ledger = ledgers.length === 0 ? this.ledger : await ledgerIn(ledgers.at(-1)!)
      const policy = await this.#policyFor(policies, origin)
      const isAsBefore = policies.length === 0 && tables === this.setup?.files
      const setup = isAsBefore ? this.setup : tables.length === 0 ? null : await this.#setupFor(tables, policy, origin)
      signal.throwIfAborted()
      this.ledger = ledger
      if (setup !== null) await this.#take(setup, signal)
      else if (policies.length > 0) this.heldPolicy = policy
    })
  }

  /** Shows a set-up that has been understood, evaluated where nothing is left to confirm. */
  async #take(setup: Setup, signal: AbortSignal): Promise<void> {
    this.#shownBefore = { setup: this.setup, heldPolicy: this.heldPolicy, link: this.link }
    if (this.session === null || !setup.isSettled) this.#show(setup, null)
    this.heldPolicy = null
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

  async #setupFor(tables: File[], policy: LoadedPolicy | null, origin: Origin): Promise<Setup> {
    const kept = this.setup
    if (kept !== null && tables === kept.files) return kept.with(policy)
    const inspection = await this.#client.inspect(tables)
    if (this.link === null || origin === 'sample') return this.#recalled(new Setup(tables, inspection, policy, origin))
    requireFit(this.link, inspection.guess, tables.map(({ name }) => name))
    const linked = Setup.ofLink(tables, inspection, this.link.loadedPolicy, this.link)
    return policy === null || policy === this.link.loadedPolicy ? linked : linked.with(policy)
  }

  /** With the columns as they were chosen on another visit, where nothing names them and somebody wants that. */
  #recalled(setup: Setup): Setup {
    const link = setup.origin === 'files' && setup.loadedPolicy === null ? this.memory.recall(setup.inspection.guess) : null
    if (link !== null) setup.recall(link)
    return setup
  }

  /** The policy in the files, or the one loaded; a sample's policy never stays for somebody's own files. */
  async #policyFor(policies: File[], origin: Origin): Promise<LoadedPolicy | null> {
    if (policies.length > 1) throw twoPolicies(policies.map((file) => file.name))
    if (policies.length === 0) {
      const linked = origin === 'files' ? this.link?.loadedPolicy : null
      return this.heldPolicy ?? linked ?? (this.setup?.origin === origin ? this.setup.loadedPolicy : null)
    }
    const [file] = policies
    return { fileName: file.name, policy: await this.#client.parsePolicy(file.name, await smallText(file)) }
  }

  async #evaluate(setup: Setup, signal: AbortSignal): Promise<void> {
    this.waiting = setup
    this.#evaluations.forgetBefore()
    const { policy } = setup
    const session = await this.#client.evaluate(
      { files: setup.files, policy, engine: this.#engine, ledger: this.ledger },
      { signal, onProgress: (progress) => this.#report(progress, signal) },
    )
    if (signal.aborted) return session.close()
    setup.evaluated = policy
    this.remember(setup)
    if (session.ledger !== null) this.ledger = { fileName: policy.ledger!, text: session.ledger }
    this.#show(setup, session)
    if (this.#wantedThreshold !== null) this.exploration?.moveTo(this.#wantedThreshold)
    this.#wantedThreshold = null
  }

  #report(progress: Progress, signal: AbortSignal): void {
    this.#current.report({ title: progress.stage === 'reading' ? `Reading ${progress.file}` : 'Evaluating', progress }, signal)
  }

  /** Runs one piece of work on files; another that is under way gives way to it. */
  async #attempt(title: string, files: readonly File[], effort: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.cancel()
    this.dismiss()
    const readable = async (error: unknown) => {
      throw error instanceof InputError ? error : ((await unreadableFile(files)) ?? error)
    }
    await this.#current.run(title, (signal) => effort(signal).catch(readable), (failure) => {
      if (failure !== null) this.fail(failure.error)
      this.#shownBefore = null
      if (this.trouble === null || this.waiting === this.setup) this.waiting = null
    })
  }

  /** Tells what went wrong; what is shown stays. */
  fail(error: unknown): void {
    this.trouble = troubleOf(error)
  }

  #show(setup: Setup | null, session: Session | null): void {
    this.#evaluations.show(session)
    this.setup = setup
    this.waiting = null
  }
}

async function ledgerIn(file: File): Promise<LedgerText> {
  const text = await smallText(file)
  markSaved(text)
  return { fileName: file.name, text }
}
