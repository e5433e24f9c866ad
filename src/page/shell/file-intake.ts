import type { EngineClient, TextFile } from '../../worker/protocol.ts'
import { requireOne, smallText, sortFiles, type Intake } from '../open/intake.ts'
import { sampleFiles, type Sample } from '../open/samples.ts'
import { pendingLink, requireFit, type LoadedPolicy } from '../setup/setup-link.ts'
import type { RememberedSetups } from '../setup/remembered-setups.svelte.ts'
import { Setup, type Origin } from '../setup/setup.svelte.ts'
import { markSaved } from '../ui/download.ts'
import type { Evaluator } from './evaluator.svelte.ts'
import type { FileWork } from './file-work.svelte.ts'
import type { PageContent } from './page-content.svelte.ts'

/** Takes files in: sorts them into tables, policies, baselines and ledgers, and makes a set-up of them. */
export class FileIntake {
  readonly #content: PageContent
  readonly #work: FileWork
  readonly #evaluator: Evaluator
  readonly #client: EngineClient
  readonly #remembered: RememberedSetups
  /** The number of the newest files; of two lots that are sorted at once the newer wins. */
  #newest = 0

  constructor(
    content: PageContent,
    work: FileWork,
    evaluator: Evaluator,
    client: EngineClient,
    remembered: RememberedSetups,
  ) {
    this.#content = content
    this.#work = work
    this.#evaluator = evaluator
    this.#client = client
    this.#remembered = remembered
  }

  /** Opens files that were dropped, chosen or pasted. Tables replace those loaded; a policy or a baseline alone is for what is loaded. */
  async open(files: Iterable<File>): Promise<void> {
    await this.#sort(files, (intake) => (intake.tables.length > 0 ? intake.tables : this.#tablesToJudge(intake)))
  }

  /** Adds a table to those loaded, as when the production model's predictions come in a file of their own. */
  async add(files: Iterable<File>): Promise<void> {
    await this.#sort(files, (intake) =>
      intake.tables.length > 0
        ? [...(this.#content.setup?.files ?? []), ...intake.tables]
        : this.#tablesToJudge(intake),
    )
  }

  /** Opens one of the samples: its table and its policy. */
  async openSample(id: Sample['id']): Promise<void> {
    const { table, policy } = sampleFiles(id)
    const [tables, policies] = [table, policy].map(({ name, text }) => [new File([text], name)])
    await this.#load({ tables, policies, ledgers: [], baselines: [] }, 'sample')
  }

  /** Judges the loaded tables by a policy that was written on the page, as if its file had been dropped. */
  async usePolicy(policy: LoadedPolicy): Promise<void> {
    const tables = this.#content.setup?.files ?? []
    await this.#load({ tables, policies: [], ledgers: [], baselines: [] }, 'files', policy)
  }

  /** Takes the set-up in the hash of an address; a hash that cannot be read gives a notice, and nothing changes. */
  async openLink(hash: string): Promise<void> {
    const content = this.#content
    const link = await pendingLink(hash, (name, text) => this.#client.parsePolicy(name, text))
    if ('wrong' in link)
      content.notice = `The set-up in the link cannot be used: ${link.wrong}. Nothing is lost: open your files as usual.`
    else content.link = link
    if (content.link !== null && content.setup !== null)
      content.notice = 'The link’s set-up waits for the next file that you open.'
  }

  /** Sorts files by kind and loads them with the tables that they are for. */
  async #sort(files: Iterable<File>, tablesFor: (intake: Intake) => File[]): Promise<void> {
    const number = ++this.#newest
    const intake = await sortFiles(files)
    if (number === this.#newest) await this.#load({ ...intake, tables: tablesFor(intake) }, 'files')
  }

  /** The tables that a policy, a baseline or a ledger without tables is for: those loaded. A ledger alone waits until something is evaluated. */
  #tablesToJudge({ policies, baselines }: Intake): File[] {
    const { session, setup } = this.#content
    return policies.length + baselines.length > 0 || session !== null ? (setup?.files ?? []) : []
  }

  /** @param written on the page, in the place of a policy among the files */
  async #load(
    { tables, policies, ledgers, baselines }: Intake,
    origin: Origin,
    written: LoadedPolicy | null = null,
  ): Promise<void> {
    const content = this.#content
    const isOfLoaded = tables === content.setup?.files
    const others = [...policies, ...baselines, ...ledgers]
    const first = isOfLoaded ? others[0] : (tables[0] ?? others[0])
    await this.#work.run(`Reading ${first?.name ?? written?.fileName}`, [...tables, ...others], async (signal) => {
      const lastLedger = ledgers.at(-1)
      const ledger = lastLedger === undefined ? content.ledger : await textIn(lastLedger)
      const policy = written ?? (await this.#policyFor(policies, origin))
      const baseline = await this.#baselineFor(baselines, origin)
      const isAsBefore = isOfLoaded && policies.length + baselines.length === 0 && written === null
      const setup = isAsBefore
        ? content.setup
        : tables.length === 0
          ? null
          : await this.#setupFor(tables, policy, baseline, origin)
      signal.throwIfAborted()
      content.ledger = ledger
      if (setup !== null) return this.#take(setup, signal)
      if (policies.length > 0 || written !== null) content.heldPolicy = policy
      if (baselines.length > 0) content.heldBaseline = baseline
      content.keepEditor()
    })
  }

  /** Shows a set-up that has been understood, evaluated where nothing is left to confirm. */
  async #take(setup: Setup, signal: AbortSignal): Promise<void> {
    const content = this.#content
    this.#work.noteReplaced()
    if (content.session === null || !setup.isSettled) content.show(setup, null)
    content.heldPolicy = null
    content.heldBaseline = null
    if (setup.origin === 'files') {
      this.#evaluator.wantedThreshold = content.link?.threshold ?? null
      content.link = null
    }
    if (setup.isSettled) await this.#evaluator.evaluateSetup(setup, signal)
  }

  async #setupFor(
    tables: File[],
    policy: LoadedPolicy | null,
    baseline: TextFile | null,
    origin: Origin,
  ): Promise<Setup> {
    const { setup: kept, link } = this.#content
    if (kept !== null && tables === kept.files) return kept.with(policy, baseline)
    const inspection = await this.#client.inspect(tables)
    if (link === null || origin === 'sample')
      return this.#recalled(new Setup(tables, inspection, policy, origin, baseline))
    requireFit(
      link,
      inspection.guess,
      tables.map(({ name }) => name),
    )
    const linked = Setup.ofLink(tables, inspection, link, baseline)
    return policy === null || policy === link.loadedPolicy ? linked : linked.with(policy)
  }

  /** The set-up with the columns as they were chosen on another visit, where no policy names them and they were remembered. */
  #recalled(setup: Setup): Setup {
    const isOpen = setup.origin === 'files' && setup.loadedPolicy === null
    const link = isOpen ? this.#remembered.recall(setup.inspection.guess) : null
    if (link !== null) setup.recall(link)
    return setup
  }

  /** The policy in the files, or the one loaded; a sample's policy never stays for somebody's own files. */
  async #policyFor(policies: File[], origin: Origin): Promise<LoadedPolicy | null> {
    requireOne('policies', policies)
    const { link, heldPolicy, setup } = this.#content
    if (policies.length === 0) {
      const linked = origin === 'files' ? link?.loadedPolicy : null
      return heldPolicy ?? linked ?? (setup?.origin === origin ? setup.loadedPolicy : null)
    }
    const file = await textIn(policies[0])
    return { ...file, policy: await this.#client.parsePolicy(file.fileName, file.text), isEdited: false }
  }

  /** The baseline in the files, or the one loaded; a sample's baseline never stays for somebody's own files. */
  async #baselineFor(baselines: File[], origin: Origin): Promise<TextFile | null> {
    requireOne('baselines', baselines)
    const { heldBaseline, setup } = this.#content
    if (baselines.length === 0) return heldBaseline ?? (setup?.origin === origin ? setup.baseline : null)
    return textIn(baselines[0])
  }
}

async function textIn(file: File): Promise<TextFile> {
  const text = await smallText(file)
  markSaved(text)
  return { fileName: file.name, text }
}
