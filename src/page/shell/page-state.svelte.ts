import type { Engine } from '../../tally/kernels.ts'
import type { InputError } from '../../table/input-error.ts'
import type { EngineClient } from '../../worker/protocol.ts'
import type { Attempt } from '../../worker/lock.ts'
import { RememberedSetups } from '../setup/remembered-setups.svelte.ts'
import { wasSaved } from '../ui/download.ts'
import { verdictWords } from '../../words/verdict.ts'
import { Evaluator } from './evaluator.svelte.ts'
import { FileIntake } from './file-intake.ts'
import { FileWork, type Work } from './file-work.svelte.ts'
import { PageContent } from './page-content.svelte.ts'
import { PolicyWork } from './policy-work.svelte.ts'
import type { PageSnapshot } from './snapshot.ts'

/** The status of the page, which its `data-state` shows. */
export type PageStatus = 'empty' | 'roles' | 'working' | 'done' | 'error'

/** The state of the whole page: what it shows, and what can be done with files, evaluations and policies. */
export class PageState {
  readonly content = new PageContent()
  /** Which column is which, remembered on this machine where somebody wants it. */
  readonly remembered: RememberedSetups
  readonly evaluator: Evaluator
  readonly files: FileIntake
  readonly policies: PolicyWork
  readonly status: PageStatus = $derived.by(() => {
    const { failure, session, setup } = this.content
    if (this.work !== null) return 'working'
    if (failure !== null) return 'error'
    if (session !== null) return 'done'
    return setup === null ? 'empty' : 'roles'
  })
  readonly #client: EngineClient
  readonly #work = new FileWork(this.content)

  /** @param engine that evaluates; 'auto' takes the GPU where it is faster */
  constructor(client: EngineClient, engine: 'auto' | Engine, remembered = new RememberedSetups(null)) {
    this.remembered = remembered
    this.#client = client
    this.evaluator = new Evaluator(this.content, this.#work, client, engine, remembered)
    this.files = new FileIntake(this.content, this.#work, this.evaluator, client, remembered)
    this.policies = new PolicyWork(this.content, this.#work, this.files, client)
  }

  /** What is under way; null where nothing is. */
  get work(): Work | null {
    return this.#work.current
  }

  /** What a screen reader is told as things change: progress by tenths, then the verdict. Errors are alerts of their own. */
  get announcement(): string {
    if (this.work !== null) return progressWords(this.work)
    const { session, setup } = this.content
    if (this.status === 'done' && session !== null) {
      const { title, because } = verdictWords(session.document)
      return `${title}: ${because}.`
    }
    if (this.status === 'roles' && setup !== null)
      return setup.missing ?? 'Columns read. Check how the file is read, then evaluate.'
    return ''
  }

  /** Something that somebody made here would be lost with the page: a look at a test set in no ledger's file, a policy edited by hand. */
  get hasUnsavedWork(): boolean {
    const { ledger, setup, editor } = this.content
    const written = editor !== null && editor.isUnsaved ? editor.file.text : null
    return [ledger?.text, setup?.stakes.edited, written].some((text) => text != null && !wasSaved(text))
  }

  /** Has the engine's worker try to send a word out, which the page's content policy stops. */
  testLock(): Promise<Attempt[]> {
    return this.#client.testLock()
  }

  /** Refuses what was dropped, where it cannot even be tried. */
  refuse(error: InputError): void {
    this.cancel()
    this.content.dismiss()
    this.content.fail(error)
  }

  /** Ends what is under way; the page is as it was before. */
  cancel(): void {
    this.#work.cancel()
  }

  /** After an error in new files: shows their columns instead of what was there before. */
  chooseColumns(): void {
    const { content } = this
    if (content.pendingSetup !== null) content.show(content.pendingSetup, null)
    content.failure = null
  }

  /** Forgets the set-up of a link that waits for a file. */
  forgetLink(): void {
    this.content.link = null
    this.content.dismiss()
  }

  /** Forgets everything. */
  clear(): void {
    this.cancel()
    const { content } = this
    content.dismiss()
    content.heldPolicy = null
    content.heldBaseline = null
    content.editor = null
    content.link = null
    content.ledger = null
    content.show(null, null)
  }

  /** Shows a snapshot again. @returns false where its results have been let go, so that only its set-up is there */
  restore(snapshot: PageSnapshot): boolean {
    this.cancel()
    this.content.dismiss()
    return this.content.restore(snapshot)
  }
}

function progressWords({ title, progress }: Work): string {
  if (progress === null || progress.bytesTotal === 0) return title
  return `${title}, ${Math.floor((10 * progress.bytesRead) / progress.bytesTotal) * 10} %`
}
