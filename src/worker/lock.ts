/** The address that the lock test tries to send a message to: IANA reserves this name for examples, nobody collects anything there. */
export const lockAddress = 'https://example.com/?test'

/** A way in which a script can send something to an address. It may throw. */
export interface Way {
  name: string
  send(address: string): unknown
}

/** One way that was tried. It is blocked where the browser itself reported that the content policy in force stopped it. */
export interface Attempt {
  way: string
  isBlocked: boolean
}

type Reporter = Pick<EventTarget, 'addEventListener' | 'removeEventListener'>

/** Ways that pages and workers have in common. */
export const commonWays: Way[] = [
  { name: 'fetch', send: (address) => fetch(address, { mode: 'no-cors' }) },
  { name: 'XMLHttpRequest', send: requestByXml },
  { name: 'WebSocket', send: (address) => new WebSocket(address.replace(/^http/, 'ws')) },
]

/**
 * Tries to send a message out, one way after another. That nothing arrives proves little (no network, a host that is down);
 * so an attempt counts as blocked only where a `securitypolicyviolation` event of the browser's own says so.
 * @param reporter where this thread's events arrive: the document of a page, the global scope of a worker
 * @param patienceMs how long an event may take
 */
export async function tryToSend(ways: readonly Way[], reporter: Reporter, patienceMs = 1000): Promise<Attempt[]> {
  const attempts: Attempt[] = []
  for (const way of ways) attempts.push({ way: way.name, isBlocked: await isBlocked(way, reporter, patienceMs) })
  return attempts
}

function isBlocked(way: Way, reporter: Reporter, patienceMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (outcome: boolean): void => {
      clearTimeout(timer)
      reporter.removeEventListener('securitypolicyviolation', hear)
      resolve(outcome)
    }
    const hear = (event: Event): void => {
      if (isOfLock(event as SecurityPolicyViolationEvent)) end(true)
    }
    const timer = setTimeout(end, patienceMs, false)
    reporter.addEventListener('securitypolicyviolation', hear)
    void send(way)
  })
}

async function send(way: Way): Promise<void> {
  try {
    await way.send(lockAddress)
  } catch {
    // Whatever stopped it, only the event says that it was the policy.
  }
}

/** Some browsers report the address, some its origin only. */
function isOfLock({ isTrusted, disposition, blockedURI }: SecurityPolicyViolationEvent): boolean {
  return isTrusted && disposition === 'enforce' && /^(?:https|wss):\/\/example\.com(?:\/|$)/.test(blockedURI)
}

function requestByXml(address: string): void {
  const request = new XMLHttpRequest()
  request.open('GET', address)
  request.send()
}
