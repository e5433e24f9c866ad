import type { Engine } from '../../tally/kernels.ts'
import type { EngineClient } from '../../worker/protocol.ts'
import { speedOf } from '../setup/forecast.ts'
import type { RememberedSetups } from '../setup/remembered-setups.svelte.ts'
import type { Setup } from '../setup/setup.svelte.ts'
import type { FileWork } from './file-work.svelte.ts'
import type { AlertPlace, PageContent } from './page-content.svelte.ts'

/** Evaluates set-ups, and shows their results. */
export class Evaluator {
  /** How fast files were evaluated, the last that were large enough to tell; null before any were. */
  bytesPerSecond: number | null = $state.raw(null)
  /** Where the set-up of a link wants the threshold, until something is evaluated. */
  wantedThreshold: number | null = null
  readonly #content: PageContent
  readonly #work: FileWork
  readonly #client: EngineClient
  readonly #engine: 'auto' | Engine
  readonly #remembered: RememberedSetups

  constructor(
    content: PageContent,
    work: FileWork,
    client: EngineClient,
    engine: 'auto' | Engine,
    remembered: RememberedSetups,
  ) {
    this.#content = content
    this.#work = work
    this.#client = client
    this.#engine = engine
    this.#remembered = remembered
  }

  /**
   * Evaluates what is loaded, with the roles as chosen, where nothing is open.
   * @param place where an error is said
   */
  async evaluate(place: AlertPlace = 'top'): Promise<void> {
    const { setup } = this.#content
    if (setup === null || (setup.missing !== null && !setup.isInspecting)) return
    await this.#run('Evaluating', setup, place)
  }

  /**
   * Evaluates with other choices; where that is cancelled, the choices are as they were too. Where they leave something open, that
   * is said.
   */
  async evaluateWith(choose: () => void): Promise<void> {
    const content = this.#content
    const { setup, session } = content
    if (setup === null) return
    const before = setup.choices
    choose()
    await this.evaluate()
    const isAsBefore = content.setup === setup && content.session === session && content.failure === null
    if (!isAsBefore) return
    if (setup.missing !== null && !setup.isInspecting) content.notice = setup.missing
    else setup.choices = before
  }

  /** Candidate and production change places, and are evaluated anew where they had been. */
  async swapModels(): Promise<void> {
    const { setup, session } = this.#content
    if (setup === null || this.#work.current !== null) return
    if (setup.roles.production === '' && setup.roles.productionPrediction === '') {
      this.#content.notice = 'There is no production model to swap with: choose one in the set-up.'
    } else if (session === null) setup.swapModels()
    else await this.evaluateWith(() => setup.swapModels())
  }

  /** After an error in some rows: evaluates without them, and the result says how many were left out. */
  async leaveOutInvalidRows(): Promise<void> {
    const { pendingSetup, failure } = this.#content
    const setup = pendingSetup ?? this.#content.setup
    if (setup === null) return
    setup.invalidRows = 'leave_out'
    await this.#run('Evaluating', setup, failure?.place)
  }

  /** Goes on without the policy: measured, not judged. */
  async removePolicy(): Promise<void> {
    const { setup } = this.#content
    if (setup === null) return
    this.#content.editor = null
    await this.#replace('Measuring', await setup.with(null))
  }

  /** Goes on without the baseline. */
  async removeBaseline(): Promise<void> {
    const { setup } = this.#content
    if (setup !== null) await this.#replace('Evaluating', await setup.with(setup.loadedPolicy, null))
  }

  /** Evaluates a set-up as part of work that is under way, and shows the results. */
  async evaluateSetup(setup: Setup, signal: AbortSignal): Promise<void> {
    const content = this.#content
    content.pendingSetup = setup
    content.forgetPreviousEvaluation()
    const { files, sheet, policy, policyFile, baseline } = setup
    const startMs = performance.now()
    const session = await this.#client.evaluate(
      { files, sheet, policy, policyFile, baseline, engine: this.#engine, ledger: content.ledger },
      { signal, onProgress: (progress) => this.#work.report(progress, signal) },
    )
    if (signal.aborted) return session.close()
    this.bytesPerSecond = speedOf(files, performance.now() - startMs) ?? this.bytesPerSecond
    setup.evaluated = policy
    this.#remembered.rememberSetup(setup)
    if (session.ledger !== null && policy.ledger !== null)
      content.ledger = { fileName: policy.ledger, text: session.ledger }
    content.show(setup, session)
    if (this.wantedThreshold !== null) content.exploration?.moveTo(this.wantedThreshold)
    this.wantedThreshold = null
  }

  #run(title: string, setup: Setup, place?: AlertPlace): Promise<void> {
    const evaluate = async (signal: AbortSignal) => {
      await setup.settled()
      // What was chosen last may have left something open.
      if (!signal.aborted && setup.missing === null) await this.evaluateSetup(setup, signal)
    }
    return this.#work.run(title, setup.files, evaluate, place)
  }

  /** Shows another set-up of the same files, with its results where there were results. */
  async #replace(title: string, setup: Setup): Promise<void> {
    if (this.#content.session === null) this.#content.show(setup, null)
    else await this.#run(title, setup)
  }
}
