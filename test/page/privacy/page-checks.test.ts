import { expect, test, describe } from 'vitest'
import { keptCopy, sha256, isShownLocked, lockRows, lockSentence } from '../../../src/page/privacy/page-checks.ts'

test('SHA-256 as sha256sum prints it (FIPS 180-2, appendix B.1: of "abc")', async () => {
  expect(await sha256(new Blob(['abc']))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})

test('where nothing is kept, as where there are no caches, there is no copy', async () => {
  expect(await keptCopy()).toBeNull()
})

const attempts = (ways: Record<string, boolean>) => Object.entries(ways).map(([way, isBlocked]) => ({ way, isBlocked }))
const page = attempts({ fetch: true, image: true })
const worker = attempts({ fetch: true })

describe('the lock test in words', () => {
  test('locked where every attempt was reported as blocked, in both places', () => {
    expect(isShownLocked({ page, worker })).toBe(true)
    expect(lockSentence({ page, worker })).toBe('Locked: 3 of 3 attempts were blocked by this page’s content policy.')
  })

  test.each([
    [
      'one in the page was not',
      { page: attempts({ fetch: true, image: false }), worker },
      'Not shown to be locked: 2 of 3 attempts were reported as blocked.',
    ],
    [
      'one in the worker was not',
      { page, worker: attempts({ fetch: false }) },
      'Not shown to be locked: 2 of 3 attempts were reported as blocked.',
    ],
    [
      'the worker did not answer',
      { page, worker: null },
      'Not shown to be locked: 2 of 2 attempts were reported as blocked. The worker did not answer.',
    ],
    [
      'nothing was tried',
      { page: [], worker: [] },
      'Not shown to be locked: 0 of 0 attempts were reported as blocked.',
    ],
  ])('not shown where %s', (_, test, sentence) => {
    expect(isShownLocked(test)).toBe(false)
    expect(lockSentence(test)).toBe(sentence)
  })

  test('a row for each way, also for those that only one place has', () => {
    expect(lockRows({ page, worker })).toEqual([
      { way: 'fetch', page: page[0], worker: worker[0] },
      { way: 'image', page: page[1], worker: undefined },
    ])
    expect(lockRows({ page, worker: null })[0].worker).toBeUndefined()
  })
})
