import { describe, expect, test } from 'vitest'
import { lockAddress, tryToSend, type Way } from '../../src/worker/lock.ts'

/** Where events arrive, as a browser sends them: of its own, and some time after the attempt. */
class Reporter {
  readonly #listeners = new Set<(event: Event) => void>()
  addEventListener(type: string, listener: EventListenerOrEventListenerObject | null): void {
    if (type === 'securitypolicyviolation') this.#listeners.add(listener as (event: Event) => void)
  }
  removeEventListener(_: string, listener: EventListenerOrEventListenerObject | null): void {
    this.#listeners.delete(listener as (event: Event) => void)
  }
  get listenerCount(): number {
    return this.#listeners.size
  }
  report(event: Partial<SecurityPolicyViolationEvent>): void {
    const whole = { isTrusted: true, disposition: 'enforce', blockedURI: lockAddress, ...event }
    setTimeout(() => this.#listeners.forEach((listener) => listener(whole as unknown as Event)))
  }
}

const patienceMs = 30
const outcomeOf = async (send: (reporter: Reporter) => unknown) => {
  const reporter = new Reporter()
  const [attempt] = await tryToSend([{ name: 'way', send: () => send(reporter) }], reporter, patienceMs)
  expect(reporter.listenerCount).toBe(0)
  return attempt.isBlocked
}

describe('tryToSend', () => {
  test.each(['https://example.com/?test', 'https://example.com', 'wss://example.com/?test'])(
    'the browser’s event about %s shows that it was blocked',
    async (blockedURI) => {
      expect(await outcomeOf((reporter) => reporter.report({ blockedURI }))).toBe(true)
    },
  )

  test('what failed without the event is not shown to be blocked', async () => {
    expect(await outcomeOf(() => Promise.reject(new TypeError('Failed to fetch')))).toBe(false)
    expect(
      await outcomeOf(() => {
        throw new Error('refused')
      }),
    ).toBe(false)
  })

  test('nor by an event that a script made, that a policy only reports, or about something else', async () => {
    for (const event of [
      { isTrusted: false },
      { disposition: 'report' as const },
      { blockedURI: 'inline' },
      { blockedURI: 'https://example.community/' },
    ])
      expect(await outcomeOf((reporter) => reporter.report(event)), JSON.stringify(event)).toBe(false)
  })

  test('an attempt that throws is blocked all the same where the event says so', async () => {
    expect(
      await outcomeOf((reporter) => {
        reporter.report({})
        throw new DOMException('', 'SecurityError')
      }),
    ).toBe(true)
  })

  test('one way after the other, so that each event belongs to its own attempt, and each has the same address', async () => {
    const reporter = new Reporter()
    const tried: string[] = []
    const way = (name: string, isReported: boolean): Way => ({
      name,
      send: (address) => {
        tried.push(`${name} ${address}`)
        if (isReported) reporter.report({})
      },
    })
    expect(await tryToSend([way('a', true), way('b', false), way('c', true)], reporter, patienceMs)).toEqual([
      { way: 'a', isBlocked: true },
      { way: 'b', isBlocked: false },
      { way: 'c', isBlocked: true },
    ])
    expect(tried).toEqual(['a', 'b', 'c'].map((name) => `${name} ${lockAddress}`))
  })
})
