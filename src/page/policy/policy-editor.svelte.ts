import type { Task } from '../../dataset/roles.ts'
import type { Policy } from '../../policy/policy.ts'
import type { PolicyChoices, TextFile, EngineClient, PolicyChange, ReadPolicy } from '../../worker/protocol.ts'
import { type PageError, pageErrorOf } from '../ui/page-error.ts'
import type { KnownData } from './policy-options.ts'
import { InputError } from '../../table/input-error.ts'
import type { EvaluationDocument } from '../../result/evaluation.ts'
import { historyFrom, recorded, redone, undone, type History } from '../ui/history.ts'

/** What the policy's editor reads from the page, and what the page does for it. */
export interface PolicyPage {
  /** The editor; null where it was not opened. */
  readonly editor: PolicyEditor | null
  /** The policy that results are, or will be, judged by; null where none is loaded. */
  readonly loadedPolicy: (TextFile & { policy: Policy }) | null
  /** What is known of the loaded data; null before there are predictions. */
  readonly knownData: KnownData | null
  readonly hasResults: boolean
  /** An error is shown at the top of the page. */
  readonly hasError: boolean
  /** Opens the editor: with a policy made on the page, or with the loaded one. */
  edit(made?: TextFile | null): void
  /**
   * Judges by a policy that was written on the page, as if its file had been dropped.
   * @param isEdited it is a loaded policy, changed on the page
   * @returns what is wrong with the text, and nothing else is done; null where it is a policy
   */
  judge(fileName: string, text: string, isEdited?: boolean): Promise<PageError | null>
  /** What a policy for a task can be made of. */
  choices(task: Task): Promise<PolicyChoices>
}

/** How long typing must pause, in milliseconds, before the text is read and becomes a step of the history. */
const restMs = 300
/** How many steps of the text can be taken back. */
const mostSteps = 199

/** What is wrong with a text, and where a caret can go to mend it. */
export interface TextFault {
  error: PageError
  line: number | null
  column: number
}

/** A change in the form that no policy would come of. */
export interface Refusal {
  path: PolicyChange['path']
  error: PageError
}

/** What the results would be: null where nothing can be said before an evaluation. */
type Preview = (read: ReadPolicy, file: TextFile) => Promise<EvaluationDocument | null>

/** A policy that is being written: its text, and what the text says, whichever of the two is changed. */
export class PolicyEditor {
  readonly fileName: string
  /** Whether it was made on this page, not opened as a file. */
  readonly isMade: boolean
  isOpen: boolean = $state(true)
  /** With line breaks of one character, as a text area has them. */
  text: string = $state('')
  /** The policy as it was last read from the text; null before that. */
  read: ReadPolicy | null = $state.raw(null)
  /** Why the text is no policy; null where it is one. */
  fault: TextFault | null = $state.raw(null)
  refusal: Refusal | null = $state.raw(null)
  /** The results as they would be by this text; null where that is not known. */
  preview: EvaluationDocument | null = $state.raw(null)
  /** Why nothing could be judged by it; null where it could. */
  previewFault: TextFault | null = $state.raw(null)
  /** The text as it was last loaded or saved. */
  saved: string = $state('')
  readonly #loaded: TextFile
  #history: History<string> = $state.raw(historyFrom(''))
  readonly #client: EngineClient
  readonly #preview: Preview
  #timer: ReturnType<typeof setTimeout> | undefined
  #work: Promise<unknown> = Promise.resolve()
  readonly canUndo: boolean = $derived.by(() => this.#history.past.length > 0 || this.text !== this.#history.present)
  readonly canRedo: boolean = $derived.by(() => this.#history.future.length > 0)
  readonly isUnsaved: boolean = $derived.by(() => this.text !== this.saved)
  readonly isChanged: boolean = $derived.by(() => this.text !== plainBreaks(this.#loaded.text))

  constructor(client: EngineClient, loaded: TextFile, isMade: boolean, preview: Preview) {
    this.#client = client
    this.#preview = preview
    this.fileName = loaded.fileName
    this.isMade = isMade
    this.#loaded = loaded
    this.text = plainBreaks(loaded.text)
    this.saved = isMade ? '' : this.text
    this.#history = historyFrom(this.text)
    void this.#look()
  }

  /** The text as a file, with the line breaks of the one that was loaded. */
  get file(): TextFile {
    const { fileName } = this
    if (!this.isChanged) return { fileName, text: this.#loaded.text }
    return { fileName, text: this.#loaded.text.includes('\r\n') ? this.text.replaceAll('\n', '\r\n') : this.text }
  }

  /** Whether a policy is what was written here, now or before; null is that of nothing yet. */
  isAbout(policy: TextFile | null): boolean {
    if (policy === null) return this.isMade
    const { past, present, future } = this.#history
    return [...past, present, ...future].includes(plainBreaks(policy.text))
  }

  /** Takes typed text, and reads it once typing pauses. */
  type(text: string): void {
    this.text = text
    this.refusal = null
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.settled(), restMs)
  }

  /** A change in the form; the text follows it where a policy comes of it. Resolves once it is made or refused. */
  change(change: PolicyChange): Promise<void> {
    return this.#next(async () => {
      try {
        await this.#edit(change)
      } catch (error) {
        this.refusal = { path: change.path, error: withoutLine(error) }
      }
    })
  }

  undo(): Promise<void> {
    return this.#step(undone)
  }

  redo(): Promise<void> {
    return this.#step(redone)
  }

  /** Puts a text in the place of this one, which stays a step back. */
  replace(text: string): Promise<void> {
    return this.#next(async () => {
      await this.#settle()
      this.#take(plainBreaks(text))
      await this.#look()
    })
  }

  /** Puts the loaded text back. */
  restore(): Promise<void> {
    return this.replace(this.#loaded.text)
  }

  /** Resolves once everything that was typed or chosen is in the text and read. */
  settled(): Promise<void> {
    return this.#next(() => this.#settle())
  }

  /** Looks anew at what the results would be, as when there are others. */
  async look(): Promise<void> {
    if (this.fault === null && this.read !== null) await this.#judge(this.read)
  }

  async #edit(change: PolicyChange): Promise<void> {
    await this.#settle()
    const before = this.text
    const { text, ...read } = await this.#client.editPolicy(this.fileName, before, change)
    // Typed meanwhile: the change is made to that.
    if (this.text !== before) return this.#edit(change)
    this.refusal = null
    this.#take(text)
    this.#understand(read)
  }

  #step(step: (history: History<string>) => History<string>): Promise<void> {
    return this.#next(async () => {
      await this.#settle()
      this.#history = step(this.#history)
      this.text = this.#history.present
      this.refusal = null
      await this.#look()
    })
  }

  /** Runs changes one after the other, so that each sees the text of the one before. */
  #next(work: () => Promise<void>): Promise<void> {
    const done = this.#work.then(work)
    this.#work = done
    return done
  }

  /** Reads what was typed since the last reading. */
  async #settle(): Promise<void> {
    clearTimeout(this.#timer)
    if (this.text === this.#history.present) return
    this.#take(this.text)
    await this.#look()
  }

  #take(text: string): void {
    this.text = text
    this.#history = recorded(this.#history, text, undefined, mostSteps)
  }

  /** Reads the text as it stands; an answer to a text that has changed meanwhile is not listened to. */
  async #look(): Promise<void> {
    const { text } = this
    try {
      const read = await this.#client.readPolicy(this.fileName, text)
      if (text === this.text) this.#understand(read)
    } catch (error) {
      if (text !== this.text) return
      this.fault = faultOf(error)
      this.preview = null
      this.previewFault = null
    }
  }

  #understand(read: ReadPolicy): void {
    this.fault = null
    this.read = read
    void this.#judge(read)
  }

  async #judge(read: ReadPolicy): Promise<void> {
    const isStill = () => this.read === read && this.fault === null
    try {
      const preview = await this.#preview(read, { fileName: this.fileName, text: this.text })
      if (!isStill()) return
      this.preview = preview
      this.previewFault = null
    } catch (error) {
      if (!isStill()) return
      this.preview = null
      this.previewFault = faultOf(error)
    }
  }
}

function faultOf(error: unknown): TextFault {
  const place = error instanceof InputError ? error.fault.place : {}
  return { error: pageErrorOf(error), line: place.lineNumber ?? null, column: place.textColumn ?? 1 }
}

/** The error without its line, which would be that of a text that is not shown. */
function withoutLine(error: unknown): PageError {
  if (!(error instanceof InputError)) return pageErrorOf(error)
  const { policyPath } = error.fault.place
  return pageErrorOf(new InputError({ ...error.fault, place: { policyPath } }))
}

function plainBreaks(text: string): string {
  return text.replaceAll('\r\n', '\n')
}
