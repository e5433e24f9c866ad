import type { Session, TextFile } from '../../worker/protocol.ts'
import { Exploration } from '../explore/exploration.svelte.ts'
import type { PolicyEditor } from '../policy/policy-editor.svelte.ts'
import type { PendingLink, LoadedPolicy } from '../setup/setup-link.ts'
import type { Setup } from '../setup/setup.svelte.ts'
import { pageErrorsOf, type PageError } from '../ui/page-error.ts'
import type { PageSnapshot } from './snapshot.ts'

/** Where on the page an error is said: above everything, or beside the button that it came from. */
export type AlertPlace = 'top' | 'evaluate' | 'policy'

/** What went wrong. */
export interface Failure {
  /** At least one. */
  errors: PageError[]
  place: AlertPlace
  /** Other files that came with the faulty ones are loaded. */
  isPartial: boolean
}

/** What a set-up replaces on the page, to be put back where its evaluation is cancelled. */
export type ReplacedContent = Pick<PageContent, 'setup' | 'heldPolicy' | 'heldBaseline' | 'link'>

/** What the page shows and holds: files and how they are read, results, the policy in the editor, what went wrong. */
export class PageContent {
  /** The loaded files and how they are read; null before any. */
  setup: Setup | null = $state.raw(null)
  /** The set-up that is being evaluated, or whose evaluation failed, where the page may show another one. */
  pendingSetup: Setup | null = $state.raw(null)
  /** A policy that was opened before any predictions. */
  heldPolicy: LoadedPolicy | null = $state.raw(null)
  /** A baseline that was opened before any predictions. */
  heldBaseline: TextFile | null = $state.raw(null)
  /** The set-up of a link that was opened before any predictions. */
  link: PendingLink | null = $state.raw(null)
  /** The ledger of looks at test sets, the looks made on this page included. */
  ledger: TextFile | null = $state.raw(null)
  /** The editor of the policy; null where it was not opened. */
  editor: PolicyEditor | null = $state.raw(null)
  /** What went wrong; null where nothing did. */
  failure: Failure | null = $state.raw(null)
  /** A message about what was just done; '' for none. */
  notice: string = $state('')
  readonly #evaluations = new Evaluations((error) => this.fail(error))

  /** The finished evaluation that the page shows. */
  get session(): Session | null {
    return this.#evaluations.session
  }

  /** The movable threshold of the evaluation; null where decisions come without one. */
  get exploration(): Exploration | null {
    return this.#evaluations.exploration
  }

  /** Where what went wrong is said: beside the button that it came from while that is on the page; null where nothing did. */
  get alertPlace(): AlertPlace | null {
    const { failure, setup, editor } = this
    if (failure === null) return null
    const isThere = failure.place === 'evaluate' ? setup !== null : editor !== null && editor.isOpen
    return failure.place !== 'top' && isThere ? failure.place : 'top'
  }

  /** The policy that results are, or will be, judged by; null where none is loaded. */
  get loadedPolicy(): LoadedPolicy | null {
    return this.setup?.loadedPolicy ?? this.heldPolicy
  }

  /** Shows a set-up with its results, if it has any. */
  show(setup: Setup | null, session: Session | null): void {
    this.#evaluations.show(session)
    this.setup = setup
    this.pendingSetup = null
    this.keepEditor()
  }

  /** Puts back what a set-up had replaced. */
  putBack({ setup, heldPolicy, heldBaseline, link }: ReplacedContent): void {
    this.setup = setup
    this.heldPolicy = heldPolicy
    this.heldBaseline = heldBaseline
    this.link = link
  }

  /** Says what went wrong; what is shown stays. */
  fail(error: unknown, place: AlertPlace = 'top'): void {
    this.failure = { errors: pageErrorsOf(error), place, isPartial: false }
  }

  /** Says what is wrong with some of the files that came, where the others are loaded. */
  failPartly(error: unknown): void {
    this.failure = { errors: pageErrorsOf(error), place: 'top', isPartial: true }
  }

  /** Takes error and notice away. */
  dismiss(): void {
    this.failure = null
    this.pendingSetup = null
    this.notice = ''
  }

  /** Frees the memory of the evaluation that was shown before this one; it can no longer be shown. */
  forgetPreviousEvaluation(): void {
    this.#evaluations.forgetBefore()
  }

  /** Whether an evaluation can still be shown. */
  holds(session: Session): boolean {
    return this.#evaluations.has(session)
  }

  /** Keeps the editor while it is about the loaded policy, before or after its changes; closes it otherwise. */
  keepEditor(): void {
    const { editor } = this
    if (editor === null) return
    if (editor.isAbout(this.loadedPolicy)) void editor.look()
    else this.editor = null
  }

  /** What undo can bring back. */
  get snapshot(): PageSnapshot {
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

  /** Shows a snapshot again. @returns false where its results have been let go, so that only its set-up is there */
  restore({ setup, choices, session, threshold, heldPolicy, heldBaseline, ledger }: PageSnapshot): boolean {
    const held = session !== null && this.holds(session) ? session : null
    if (setup !== null && choices !== null) setup.choices = held === null ? { ...choices, evaluated: null } : choices
    this.heldPolicy = heldPolicy
    this.heldBaseline = heldBaseline
    this.ledger ??= ledger
    this.show(setup, held)
    if (threshold !== null) this.exploration?.moveTo(threshold)
    return held !== null || choices === null || choices.evaluated === null
  }
}

/**
 * The finished evaluation that the page shows, and the one that it showed before, to go back to. Each keeps its counts
 * in a worker, so older ones are let go.
 */
export class Evaluations {
  session: Session | null = $state.raw(null)
  /** The movable threshold of the shown evaluation; null where decisions come without one. */
  exploration: Exploration | null = $state.raw(null)
  #before: Session | null = null
  readonly #explorations = new WeakMap<Session, Exploration>()
  readonly #fail: (error: unknown) => void

  constructor(fail: (error: unknown) => void) {
    this.#fail = fail
  }

  /** Shows another evaluation, or none; the one shown until now can be shown again. */
  show(session: Session | null): void {
    const shown = this.session
    if (session === shown) return
    this.exploration?.end()
    if (shown !== null) this.#keep(shown, session)
    this.session = session
    this.exploration = session === null ? null : this.#explorationOf(session)
  }

  /** Frees the memory of the previous evaluation, which can no longer be shown. */
  forgetBefore(): void {
    this.#before?.close()
    this.#before = null
  }

  /** Whether an evaluation can still be shown. */
  has(session: Session): boolean {
    return session === this.session || session === this.#before
  }

  #keep(shown: Session, next: Session | null): void {
    if (this.#before !== next) this.forgetBefore()
    this.#before = shown
  }

  #explorationOf(session: Session): Exploration | null {
    const { threshold } = session.document.models.candidate
    if (threshold === undefined) return null
    const exploration = this.#explorations.get(session) ?? new Exploration(session, threshold.value, this.#fail)
    this.#explorations.set(session, exploration)
    return exploration
  }
}
