import { twoSidedZ } from '../../src/metrics/intervals/distributions.ts'
import { wilsonInterval } from '../../src/metrics/intervals/proportion.ts'
import { parsePolicy } from '../../src/policy/file/parse.ts'
import { defaultAssumptions } from '../../src/policy/plan/assumptions.ts'
import { planOf } from '../../src/policy/plan/plan.ts'
import { rowsNeeded } from '../../src/policy/rows-needed.ts'
import { percent, type PromiseSettings } from './promise.ts'
import { drawnUniforms, normal, type Uniforms } from './uniforms.ts'

const z = twoSidedZ(0.95)
const [prevalence, recall, specificity] = [0.3, 0.87, 0.9]
const expected = new Map([
  ['recall', recall],
  ['specificity', specificity],
  ['accuracy', prevalence * recall + (1 - prevalence) * specificity],
  ['precision', (prevalence * recall) / (prevalence * recall + (1 - prevalence) * (1 - specificity))],
])
const requirementOf = (metric: string, more = '') =>
  `{metric: ${metric}, at_least: ${expected.get(metric)! - 0.04}${more}}`

/** Policies that are planned for a chance of 80 %, and how often the planned rows decide all of them at once. */
export function plansTable({ dataSets, seed }: PromiseSettings): string[] {
  const policies: [name: string, requirements: string[], slices: number][] = [
    ['recall', [requirementOf('recall')], 1],
    ['four requirements', [...expected.keys()].map((metric) => requirementOf(metric)), 1],
    ['recall on five slices', [requirementOf('recall', ', slices: s')], 5],
    ['recall on twenty slices', [requirementOf('recall', ', slices: s')], 20],
  ]
  return [
    'policy'.padEnd(26) +
      'rows'.padEnd(10) +
      'all decided, %'.padEnd(18) +
      'with the rows of the most demanding one alone, %',
    ...policies.map(([name, requirements, slices]) => {
      const policy = parsePolicy('p.yaml', `version: 1\ntask: binary\nrequirements: [${requirements.join(', ')}]\n`)
      const sliceShare = slices === 1 ? null : 1 / slices
      const plan = planOf(policy, 'binary', { ...defaultAssumptions, prevalence, expected, sliceShare })
      const metrics = requirements.map((text) => /metric: (\w+)/.exec(text)![1])
      const alone = Math.max(...plan.requirements.map(({ planned }) => ('cannot' in planned ? NaN : planned.rows)))
      const shareOf = (rows: number) => {
        let count = 0
        for (let number = 0; number < dataSets; number++) {
          const uniform = drawnUniforms({ seed, world: `plan of ${name}`, size: rows, number }, rows, 2)
          if (areMet(uniform, rows, slices, metrics)) count++
        }
        return percent(count, dataSets)
      }
      return (
        name.padEnd(26) + plan.rows!.toLocaleString('en').padEnd(10) + shareOf(plan.rows!).padEnd(18) + shareOf(alone)
      )
    }),
  ]
}

function areMet(uniform: Uniforms, rows: number, slices: number, metrics: string[]): boolean {
  return Array.from({ length: slices }, (_, slice) => slice).every((slice) => {
    const counts = { tp: 0, fn: 0, fp: 0, tn: 0 }
    for (let row = slice; row < rows; row += slices) {
      if (uniform(row, 0) < prevalence) counts[uniform(row, 1) < recall ? 'tp' : 'fn']++
      else counts[uniform(row, 1) < specificity ? 'tn' : 'fp']++
    }
    const { tp, fn, fp, tn } = counts
    const shares: Record<string, [number, number]> = {
      recall: [tp, tp + fn],
      specificity: [tn, tn + fp],
      accuracy: [tp + tn, tp + fn + fp + tn],
      precision: [tp, tp + fp],
    }
    return metrics.every((metric) => {
      const [right, all] = shares[metric]
      return all > 0 && wilsonInterval(right, all, z).low >= expected.get(metric)! - 0.04
    })
  })
}

/** Undecided evaluations, and how often a set of the rows that are said to settle them does. */
export function rowsNeededTable({ dataSets, seed }: PromiseSettings): string[] {
  const [rows, bound] = [300, 0.8]
  return [
    'true accuracy'.padEnd(16) +
      'undecided'.padEnd(14) +
      'settled, the value being the true one, %'.padEnd(44) +
      'settled, %',
    ...[0.82, 0.83, 0.84, 0.86].map((truth) => {
      const counts = { undecided: 0, asSeen: 0, settled: 0 }
      for (let number = 0; number < dataSets; number++) {
        const uniform = drawnUniforms({ seed, world: `rows needed ${truth}`, size: rows, number }, rows, 4)
        let right = 0
        for (let row = 0; row < rows; row++) if (uniform(row, 0) < truth) right++
        const { low, high } = wilsonInterval(right, rows, z)
        const needed = rowsNeeded(right / rows, low, high, { atLeast: bound }, { rows, positives: null }, 0.95)
        if (low >= bound || high < bound || needed === null) continue
        counts.undecided++
        const isSettled = (share: number, draw: number) => {
          const spread = Math.sqrt(needed.rows * share * (1 - share)) * normal(uniform, draw, 2)
          const later = wilsonInterval(needed.rows * share + spread, needed.rows, z)
          return later.low >= bound || later.high < bound
        }
        if (isSettled(right / rows, 0)) counts.asSeen++
        if (isSettled(truth, 1)) counts.settled++
      }
      return (
        String(truth).padEnd(16) +
        percent(counts.undecided, dataSets).padEnd(14) +
        percent(counts.asSeen, counts.undecided).padEnd(44) +
        percent(counts.settled, counts.undecided)
      )
    }),
  ]
}
