import type { Attempt } from '../../worker/lock.ts'

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

export function lockRows({ page, worker }: LockTest): LockRow[] {
  const ways = [...new Set([...page, ...(worker ?? [])].map(({ way }) => way))]
  const of = (attempts: Attempt[] | null, way: string) => attempts?.find((attempt) => attempt.way === way)
  return ways.map((way) => ({ way, page: of(page, way), worker: of(worker, way) }))
}

/** Locked only where every attempt was reported as blocked, in the page and in the worker. */
export function isShownLocked({ page, worker }: LockTest): boolean {
  return [page, worker ?? []].every((attempts) => attempts.length > 0 && attempts.every(({ isBlocked }) => isBlocked))
}

/** The outcome in a sentence. */
export function lockSentence(test: LockTest): string {
  const attempts = [...test.page, ...(test.worker ?? [])]
  const blocked = attempts.filter(({ isBlocked }) => isBlocked).length
  if (isShownLocked(test))
    return `Locked: ${blocked} of ${attempts.length} attempts were blocked by this page’s content policy.`
  const silent = test.worker === null ? ' The worker did not answer.' : ''
  return `Not shown to be locked: ${blocked} of ${attempts.length} attempts were reported as blocked.${silent}`
}
