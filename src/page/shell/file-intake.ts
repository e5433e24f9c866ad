import type { EngineClient, TextFile } from '../../worker/protocol.ts'
import { requireOne, smallText, sortFiles, type Intake } from '../open/intake.ts'
import { sampleFiles, type Sample } from '../open/samples.ts'
import { InputError } from '../../table/input-error.ts'
import type { RememberedSetups } from '../setup/remembered-setups.svelte.ts'
import { isSameShape, saidAsBefore, withKnownPositive } from '../setup/reused-answers.ts'
import { withPolicy } from '../setup/said-in-policy.ts'
import {
  pendingLink,
  requireFit,
  saidInLink,
  type LoadedPolicy,
  type PendingLink,
  type SetupLink,
} from '../setup/setup-link.ts'
import type { Choices, OpenFiles, Origin, SetupParts } from '../setup/setup-parts.ts'
import { Setup } from '../setup/setup.svelte.ts'
import { noAnswers } from '../setup/stakes-draft.ts'
import { markSaved } from '../ui/download.ts'
import { InputErrors } from '../ui/page-error.ts'
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
  /** What was loaded last, to be loaded again with a sheet of its workbook named. */
  #last: { intake: Intake; origin: Origin } | null = null
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

  /** Loads what came last once more, with a sheet named of its workbook that has several. */
  async openSheet(sheet: string): Promise<void> {
    if (this.#last !== null) await this.#load(this.#last.intake, this.#last.origin, null, sheet)
  }

  /** Judges the loaded tables by a policy that was written on the page, as if its file had been dropped. */
  async usePolicy(policy: LoadedPolicy): Promise<void> {
    const tables = this.#content.setup?.files ?? []
    await this.#load({ tables, policies: [], ledgers: [], baselines: [] }, 'files', policy)
  }

  /** Takes the set-up in the hash of an address; a hash that cannot be read gives a notice, and nothing changes. */
  async openLink(hash: string): Promise<void> {
    const content = this.#content
    const link = await pendingLink(hash, (name, text) => this.#client.readPolicy(name, text))
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

  /**
   * @param written on the page, in the place of a policy among the files
   * @param sheet of workbooks that have several
   */
  async #load(
    intake: Intake,
    origin: Origin,
    written: LoadedPolicy | null = null,
    sheet: string | null = null,
  ): Promise<void> {
    const { tables, policies, ledgers, baselines } = intake
    const content = this.#content
    this.#last = { intake, origin }
    const isOfLoaded = tables === content.setup?.files
    const others = [...policies, ...baselines, ...ledgers]
    const first = isOfLoaded ? others[0] : (tables[0] ?? others[0])
    const title = `Reading ${first?.name ?? written?.fileName}`
    const load = async (signal: AbortSignal) => {
      const lastLedger = ledgers.at(-1)
      const ledger = lastLedger === undefined ? content.ledger : await textIn(lastLedger)
      const wrong: InputError[] = []
      // What is wrong with one file loses none of the others that come with it.
      const isWithTables = !isOfLoaded && tables.length > 0
      const policy = written ?? (await unlessWrong(this.#policyFor(policies, origin), isWithTables ? wrong : null))
      const baseline = await unlessWrong(this.#baselineFor(baselines, origin), isWithTables ? wrong : null)
      const isAsBefore = isOfLoaded && policies.length + baselines.length === 0 && written === null
      const setup = isAsBefore
        ? content.setup
        : tables.length === 0
          ? null
          : await this.#setupFor(tables, sheet, { loadedPolicy: policy, baseline, origin }, wrong)
      signal.throwIfAborted()
      content.ledger = ledger
      if (setup !== null) return this.#take(setup, wrong, signal)
      if (policies.length > 0 || written !== null) content.heldPolicy = policy
      if (baselines.length > 0) content.heldBaseline = baseline
      content.keepEditor()
    }
    await this.#work.run(title, [...tables, ...others], load, written === null ? 'top' : 'policy')
  }

  /** Shows a set-up that has been understood, evaluated where nothing is left to confirm and no file was wrong. */
  async #take(setup: Setup, wrong: readonly InputError[], signal: AbortSignal): Promise<void> {
    const content = this.#content
    this.#work.noteReplaced()
    const isEvaluated = setup.isSettled && wrong.length === 0
    if (content.session === null || !isEvaluated) content.show(setup, null)
    content.heldPolicy = null
    content.heldBaseline = null
    if (setup.origin === 'files') {
      this.#evaluator.wantedThreshold = content.link?.threshold ?? null
      content.link = null
    }
    if (isEvaluated) await this.#evaluator.evaluateSetup(setup, signal)
    if (wrong.length > 0) content.failPartly(new InputErrors(wrong))
  }

  /**
   * The set-up of tables that can be read.
   * @param wrong takes what is wrong with the others, where some can be read
   */
  async #setupFor(
    tables: File[],
    sheet: string | null,
    given: Pick<SetupParts, 'loadedPolicy' | 'baseline' | 'origin'>,
    wrong: InputError[],
  ): Promise<Setup> {
    const { setup: kept, link } = this.#content
    if (kept !== null && tables === kept.files) return kept.with(given.loadedPolicy, given.baseline)
    const opened = await this.#open(tables, sheet, wrong)
    if (link !== null && given.origin !== 'sample') return linkedSetup(opened, link, given)
    return (await this.#reused(opened, kept, given)) ?? this.#guessed(opened, given)
  }

  async #open(tables: File[], sheet: string | null, wrong: InputError[]): Promise<OpenFiles> {
    const client = this.#client
    const { tables: readable, faults } = await client.open(tables, sheet)
    const errors = faults.map(({ fault }) => new InputError(fault))
    if (faults.length === tables.length) throw new InputErrors([...wrong, ...errors])
    wrong.push(...errors)
    const files = tables.filter((_, at) => !faults.some(({ file }) => file === at))
    return {
      files: faults.length === 0 ? tables : files,
      tables: readable,
      sheet,
      inspector: {
        inspect: (of, answers, threshold) => client.inspect(of, answers, threshold, sheet),
        previews: (of, answers, threshold, patches) => client.previews(of, answers, threshold, patches, sheet),
      },
    }
  }

  /** The set-up as the files before these were read, where these have the same columns; null where they have not, or nothing was said. */
  async #reused(
    opened: OpenFiles,
    kept: Setup | null,
    given: Pick<SetupParts, 'loadedPolicy' | 'baseline' | 'origin'>,
  ): Promise<Setup | null> {
    if (kept === null || kept.origin !== 'files' || given.origin !== 'files') return null
    const { loadedPolicy } = given
    const names = opened.tables.map(({ name }) => name)
    const { said: before, roles, inspection, evaluated } = kept
    const said = saidAsBefore({ said: before, roles, inspection, isConfirmed: evaluated !== null }, names)
    if (said === null) return null
    const isOtherPolicy = loadedPolicy !== null && loadedPolicy !== kept.loadedPolicy
    const choices: Choices = {
      said: isOtherPolicy ? withPolicy(said, loadedPolicy) : said,
      split: isOtherPolicy ? Setup.choicesIn(loadedPolicy).split : kept.split,
      stakes: noAnswers,
    }
    const source = { kind: 'reused', fileName: kept.tables[0].name } as const
    const setup = await Setup.of({ opened, ...given, source, choices })
    if (!isSameShape(kept.inspection, setup.inspection)) return null
    const known = withKnownPositive(choices.said, setup.inspection, setup.roles)
    return known === choices.said ? setup : Setup.of({ opened, ...given, source, choices: { ...choices, said: known } })
  }

  /** The set-up as guessed; with the columns as they were chosen on another visit, where no policy names them and they were remembered. */
  async #guessed(opened: OpenFiles, given: Pick<SetupParts, 'loadedPolicy' | 'baseline' | 'origin'>): Promise<Setup> {
    const setup = await Setup.of({
      opened,
      ...given,
      source: { kind: 'guess' },
      choices: Setup.choicesIn(given.loadedPolicy),
    })
    const isOpen = given.origin === 'files' && given.loadedPolicy === null
    const link = isOpen ? this.#remembered.recall(setup.inspection) : null
    return link === null
      ? setup
      : Setup.of({ opened, ...given, source: { kind: 'recalled' }, choices: choicesInLink(link) })
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
    return { ...file, ...(await this.#client.readPolicy(file.fileName, file.text)), isEdited: false }
  }

  /** The baseline in the files, or the one loaded; a sample's baseline never stays for somebody's own files. */
  async #baselineFor(baselines: File[], origin: Origin): Promise<TextFile | null> {
    requireOne('baselines', baselines)
    const { heldBaseline, setup } = this.#content
    if (baselines.length === 0) return heldBaseline ?? (setup?.origin === origin ? setup.baseline : null)
    return textIn(baselines[0])
  }
}

/**
 * What a promise comes to.
 * @param wrong takes the error where the input is wrong, and null is what comes of it; null: it is thrown
 */
async function unlessWrong<T>(promise: Promise<T>, wrong: InputError[] | null): Promise<T | null> {
  try {
    return await promise
  } catch (error) {
    if (wrong === null || !(error instanceof InputError)) throw error
    wrong.push(error)
    return null
  }
}

/** The set-up that a link describes; its roles count as chosen. Throws InputError where the files lack a column that it names. */
async function linkedSetup(
  opened: OpenFiles,
  link: PendingLink,
  { loadedPolicy, ...given }: Pick<SetupParts, 'loadedPolicy' | 'baseline' | 'origin'>,
): Promise<Setup> {
  const source = { kind: 'chosen' } as const
  const linked = await Setup.of({
    opened,
    ...given,
    loadedPolicy: link.loadedPolicy,
    source,
    choices: choicesInLink(link),
  })
  requireFit(
    link,
    linked.inspection,
    opened.tables.map(({ name }) => name),
  )
  return loadedPolicy === null || loadedPolicy === link.loadedPolicy ? linked : linked.with(loadedPolicy)
}

function choicesInLink(link: SetupLink): Choices {
  return { said: saidInLink(link), split: link.split, stakes: noAnswers }
}

async function textIn(file: File): Promise<TextFile> {
  const text = await smallText(file)
  markSaved(text)
  return { fileName: file.name, text }
}
