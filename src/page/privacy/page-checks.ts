import { commonWays, type Attempt, type Way } from '../../worker/lock.ts'

/** Ways that a page's script could send something: those of workers, and two that only pages have. */
export const pageWays: Way[] = [
  ...commonWays,
  { name: 'sendBeacon', send: (address) => navigator.sendBeacon(address, 'test') },
  { name: 'image', send: (address) => (new Image().src = address) },
]

/** The copy of this page's file that the browser keeps for opening it offline; null where it keeps none. */
export async function keptCopy(): Promise<Blob | null> {
  try {
    const response = await caches.match(new URL('./', location.href))
    return response === undefined ? null : await response.blob()
  } catch {
    return null // opened from disk, or where browsers have no caches for pages
  }
}

/** SHA-256 in hexadecimal digits, as `sha256sum` prints it. */
export async function sha256(blob: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer())
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** What was tried in the page and in its worker; null where the worker did not answer. */
export interface LockTest {
  page: Attempt[]
  worker: Attempt[] | null
}

/** One way of sending, in both places; undefined where a place does not have it or did not answer. */
export interface LockRow {
  way: string
  page: Attempt | undefined
  worker: Attempt | undefined
}

/** The ways of sending that were tried, each with what came of it in the page and in the worker. */
export function lockRows({ page, worker }: LockTest): LockRow[] {
  const ways = [...new Set([...page, ...(worker ?? [])].map(({ way }) => way))]
  const of = (attempts: Attempt[] | null, way: string) => attempts?.find((attempt) => attempt.way === way)
  return ways.map((way) => ({ way, page: of(page, way), worker: of(worker, way) }))
}

/** Whether every attempt was reported as blocked, in the page and in the worker. */
export function isShownLocked({ page, worker }: LockTest): boolean {
  return [page, worker ?? []].every((attempts) => attempts.length > 0 && attempts.every(({ isBlocked }) => isBlocked))
}

/** The outcome of the lock test in a sentence. */
export function lockSentence(test: LockTest): string {
  const attempts = [...test.page, ...(test.worker ?? [])]
  const blocked = attempts.filter(({ isBlocked }) => isBlocked).length
  if (isShownLocked(test))
    return `Locked: ${blocked} of ${attempts.length} attempts were blocked by this page’s content policy.`
  const silent = test.worker === null ? ' The worker did not answer.' : ''
  return `Not shown to be locked: ${blocked} of ${attempts.length} attempts were reported as blocked.${silent}`
}
