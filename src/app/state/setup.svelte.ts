import type { FileSample } from '../../dataset/resolve.ts'
import type { InvalidRows, Task } from '../../dataset/roles.ts'
import { defaultPolicy, type Policy } from '../../policy/policy.ts'
import type { Inspection } from '../../worker/protocol.ts'
import { draftOf, namesRoles, rolesOf, withChosen, withLabel, withNamed, withTask, type RoleName, type RolesDraft } from '../roles-draft.ts'
import { readTask, whatIsMissing, type TaskReading } from '../task-reading.ts'

export interface LoadedPolicy {
  fileName: string
  policy: Policy
}

export type Origin = 'files' | 'sample'

/** What is loaded and how it will be read: the files, what their heads hold, the policy, and the roles as chosen. */
export class Setup {
  readonly files: File[]
  readonly inspection: Inspection
  readonly loadedPolicy: LoadedPolicy | null
  readonly origin: Origin
  roles: RolesDraft = $state() as RolesDraft
  invalidRows: InvalidRows = $state('refuse')
  /** What is predicted, as far as the roles and the first rows tell. */
  readonly task: TaskReading = $derived.by(() => readTask(this.#samples, this.roles))
  /** Why it cannot be evaluated yet, in words; null where it can. */
  readonly missing: string | null = $derived.by(() => whatIsMissing(this.roles, this.task))

  /** The choices that the shown results come from; null before the first. */
  #evaluated: string | null = $state(null)
  /** The choices were changed since they were evaluated. */
  readonly isChanged: boolean = $derived.by(() => this.#evaluated !== null && this.#evaluated !== this.#choices())
  readonly #isConfirmed: boolean
  readonly #samples: FileSample[]

  /** @param roles as chosen before, where the same files are read under another policy */
  constructor(
    files: File[],
    inspection: Inspection,
    loadedPolicy: LoadedPolicy | null,
    origin: Origin,
    roles?: RolesDraft,
  ) {
    this.files = files
    this.inspection = inspection
    this.loadedPolicy = loadedPolicy
    this.origin = origin
    this.#isConfirmed = roles !== undefined
    this.#samples = inspection.files.map(({ name, columns, records }) => ({ file: name, columns, records }))
    this.roles = roles ?? draftOf(inspection.guess, loadedPolicy?.policy.columns ?? null, loadedPolicy?.policy.task ?? null)
    this.invalidRows = loadedPolicy?.policy.invalidRows ?? 'refuse'
  }

  /** Somebody has named the roles, in the policy or by hand: nothing is left to confirm. */
  get isSettled(): boolean {
    return this.missing === null && (this.#isConfirmed || namesRoles(this.loadedPolicy?.policy.columns ?? null))
  }

  /** The same files under another policy, or under none: what it names holds, the rest stays as chosen. */
  with(loadedPolicy: LoadedPolicy | null): Setup {
    const chosen = $state.snapshot(this.roles)
    const roles = loadedPolicy === null
      ? chosen : withNamed(chosen, loadedPolicy.policy.columns, loadedPolicy.policy.task, this.inspection.guess)
    return new Setup(this.files, this.inspection, loadedPolicy, this.origin, roles)
  }

  markEvaluated(): void {
    this.#evaluated = this.#choices()
  }

  #choices(): string {
    return JSON.stringify([this.roles, this.invalidRows])
  }

  choose(role: RoleName, choice: string): void {
    if (role === 'label') this.roles = withLabel(this.roles, choice, this.inspection.guess)
    else if (role === 'task') this.roles = withTask(this.roles, choice as Task | '', this.#toldTask())
    else this.roles = withChosen(this.roles, role, choice)
  }

  /** What the data tell where nobody names the task. */
  #toldTask(): Task | null {
    const told = readTask(this.#samples, { ...this.roles, task: '' })
    return told === null || told === 'open' ? null : told.task
  }

  /** The policy to evaluate by: the loaded one, or none, with the roles as chosen. */
  get policy(): Policy {
    const base = this.loadedPolicy?.policy ?? defaultPolicy
    const roles = $state.snapshot(this.roles)
    return { ...base, task: roles.task === '' ? null : roles.task, columns: rolesOf(roles), invalidRows: this.invalidRows }
  }
}
