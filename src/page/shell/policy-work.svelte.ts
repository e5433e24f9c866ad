import type { Task } from '../../dataset/roles.ts'
import { isSame } from '../../policy/file/change.ts'
import type { Policy } from '../../policy/policy.ts'
import type { Stakes } from '../../policy/stakes/stakes.ts'
import type { EvaluationDocument } from '../../result/evaluation.ts'
import type { EngineClient, PolicyChoices, TextFile } from '../../worker/protocol.ts'
import { PolicyEditor, type PolicyPage } from '../policy/policy-editor.svelte.ts'
import type { KnownData } from '../policy/policy-options.ts'
import type { LoadedPolicy } from '../setup/setup-link.ts'
import { pageErrorOf, type PageError } from '../ui/page-error.ts'
import type { FileIntake } from './file-intake.ts'
import type { FileWork } from './file-work.svelte.ts'
import type { PageContent } from './page-content.svelte.ts'

/** Writing a policy on the page and judging by it. */
export class PolicyWork implements PolicyPage {
  readonly #content: PageContent
  readonly #work: FileWork
  readonly #files: FileIntake
  readonly #client: EngineClient
  readonly #choices: Partial<Record<Task, Promise<PolicyChoices>>> = {}

  constructor(content: PageContent, work: FileWork, files: FileIntake, client: EngineClient) {
    this.#content = content
    this.#work = work
    this.#files = files
    this.#client = client
  }

  get editor(): PolicyEditor | null {
    return this.#content.editor
  }

  get loadedPolicy(): LoadedPolicy | null {
    return this.#content.loadedPolicy
  }

  get hasResults(): boolean {
    return this.#content.session !== null
  }

  get hasError(): boolean {
    return this.#content.error !== null
  }

  get knownData(): KnownData | null {
    const { setup, session } = this.#content
    return setup === null ? null : { ...setup.known, document: setup.isChanged ? null : (session?.document ?? null) }
  }

  /** The policy that the answers about what is at stake come to. */
  fromStakes(stakes: Stakes): Promise<string> {
    return this.#client.policyFrom($state.snapshot(stakes))
  }

  choices(task: Task): Promise<PolicyChoices> {
    return (this.#choices[task] ??= this.#client.policyChoices(task))
  }

  edit(made: TextFile | null = null): void {
    const content = this.#content
    const file = made ?? content.loadedPolicy
    if (file === null) return
    if (content.editor === null)
      content.editor = new PolicyEditor(this.#client, file, made !== null, (read, text) =>
        this.#preview(read.policy, text),
      )
    else if (made !== null) void content.editor.replace(made.text)
    content.editor.isOpen = true
  }

  async judge(fileName: string, text: string, isEdited = false): Promise<PageError | null> {
    const { setup } = this.#content
    try {
      const policy = await this.#client.parsePolicy(fileName, text)
      if (this.#content.setup === setup && this.#work.current === null)
        await this.#files.usePolicy({ fileName, text, policy, isEdited })
      return null
    } catch (error) {
      return pageErrorOf(error)
    }
  }

  /** The results by another policy: those that are shown where it is the one they are by. */
  async #preview(policy: Policy, file: TextFile): Promise<EvaluationDocument | null> {
    const { setup, session } = this.#content
    if (setup === null || session === null) return null
    const other = setup.with({ ...file, policy, isEdited: true })
    if (other.missing !== null) return null
    return isSame(other.policy, setup.evaluated) ? session.document : session.judgeBy(other.policy, file)
  }
}
