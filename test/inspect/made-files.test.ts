import fc from 'fast-check'
import { expect, it } from 'vitest'
import { inspect } from '../../src/inspect/inspect.ts'
import { noAnswers } from '../../src/inspect/no-answers.ts'
import { runs } from '../property-runs.ts'
import { judge } from './judge.ts'
import { madeFile } from './made-file.ts'

it('no made file is read wrongly in silence, and most are read right unasked', { timeout: 600_000 }, () => {
  const counts = { right: 0, asked: 0, refused: 0 }
  let [plain, plainRight] = [0, 0]
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), (seed) => {
      const made = madeFile(seed)
      const outcome = judge(made, inspect([made.sample], noAnswers))
      if (outcome.kind === 'wrong')
        throw new Error(`${made.shape}: ${outcome.says}, of ${made.sample.columns.join(', ')}`)
      counts[outcome.kind]++
      if (made.planted === null || made.planted.mustAsk) return
      plain++
      if (outcome.kind === 'right') plainRight++
    }),
    { numRuns: runs(5000), seed: 20_240_131 },
  )
  const all = counts.right + counts.asked + counts.refused
  const share = (count: number, of: number) => `${((100 * count) / of).toFixed(1)} %`
  console.log(
    `Made files: ${share(counts.right, all)} right unasked, ${share(counts.asked, all)} asked, ${share(counts.refused, all)} refused, none wrong;` +
      ` of those that can be read without asking ${share(plainRight, plain)} were.`,
  )
  expect(plainRight / plain).toBeGreaterThanOrEqual(0.7)
})
