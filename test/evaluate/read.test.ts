import { expect, it } from 'vitest'
import { evaluate } from '../../src/evaluate/evaluate.ts'
import { defaultPolicy, type Policy } from '../../src/policy/policy.ts'
import { referenceKernels } from '../../src/tally/reference.ts'
import { scannersOf } from '../csv/everywhere.ts'
import { textSource } from '../csv/sources.ts'
import { requirement } from '../policy/evidence.ts'

it('a policy that asks for another task’s metric is refused once the heads are read, before any row is', async () => {
  const source = textSource('y,a\n1,0.5\n0,0.2\n')
  let openCount = 0
  const counted = { ...source, open: () => (openCount++, source.open()) }
  const policy: Policy = {
    ...defaultPolicy,
    columns: { label: 'y', candidate: 'a' },
    requirements: [requirement({ atLeast: 0 }, { metric: 'r2' })],
  }
  await expect(evaluate([counted], policy, { kernels: referenceKernels(), scanners: scannersOf(1) })).rejects.toThrow(
    'requirements[0].metric: found "r2"',
  )
  // For its first bytes, and for its head.
  expect(openCount).toBe(2)
})
