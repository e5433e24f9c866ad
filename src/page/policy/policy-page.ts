import type { Task } from '../../dataset/roles.ts'
import type { Policy } from '../../policy/policy.ts'
import type { PolicyChoices, TextFile } from '../../worker/protocol.ts'
import type { PageError } from '../ui/page-error.ts'
import type { PolicyEditor } from './policy-editor.svelte.ts'
import type { KnownData } from './policy-options.ts'

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
