import type { Policy } from '../../policy/policy.ts'
import type { LoadedPolicy } from './setup.svelte.ts'
import { InputError } from '../../table/input-error.ts'
import { policyFileOf } from './link-fit.ts'
import { parseLink, type SetupLink } from './setup-link.ts'

/** A link's set-up until a file comes that it fits. */
export interface WaitingLink extends SetupLink {
  loadedPolicy: LoadedPolicy | null
}

/** What a link's policy is called. */
const policyName = 'policy.json'

/** The set-up in an address's hash with its policy as parsed; else what is wrong with it, in words. */
export async function waitingLink(
  hash: string,
  parsePolicy: (name: string, text: string) => Promise<Policy>,
): Promise<WaitingLink | { wrong: string }> {
  const link = parseLink(hash)
  if ('wrong' in link || link.policy === null) return 'wrong' in link ? link : { ...link, loadedPolicy: null }
  try {
    const text = policyFileOf(link)
    return {
      ...link,
      loadedPolicy: { fileName: policyName, text, policy: await parsePolicy(policyName, text), isEdited: false },
    }
  } catch (error) {
    return {
      wrong:
        error instanceof InputError
          ? `of its policy, found ${error.fault.found}, expected ${error.fault.expected}`
          : 'its policy is cut short',
    }
  }
}
