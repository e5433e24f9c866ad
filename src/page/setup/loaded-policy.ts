import type { Policy } from '../../policy/policy.ts'
import type { TextFile } from '../../worker/protocol.ts'

/** A policy that somebody opened, made or changed on the page: its text and what the text says. */
export interface LoadedPolicy extends TextFile {
  policy: Policy
  /** It was changed on the page since it was loaded. */
  isEdited: boolean
}
