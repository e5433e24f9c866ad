import { expect, test } from 'vitest'
import { keptCopy, sha256 } from '../../../src/page/privacy/page-checks.ts'

test('SHA-256 as sha256sum prints it (FIPS 180-2, appendix B.1: of "abc")', async () => {
  expect(await sha256(new Blob(['abc']))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})

test('where nothing is kept, as where there are no caches, there is no copy', async () => {
  expect(await keptCopy()).toBeNull()
})
