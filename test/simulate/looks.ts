import { twoSidedZ } from '../../src/metrics/intervals/distributions.ts'
import { wilsonInterval } from '../../src/metrics/intervals/proportion.ts'
import { emptyLedger, lookOf, withEntry, type Ledger, type LookKey } from '../../src/policy/ledger.ts'
import { percent, type PromiseSettings } from './promise.ts'
import { drawnUniforms } from './uniforms.ts'

/** The true accuracy of every model, which is the bound that it has to meet. */
const bound = 0.8
const confidence = 0.95
/** Models, or nights, whose rows are drawn once for each data set. */
const rules = {
  'not counted': null,
  'version 1 (α/k, of equal sets)': { ...emptyLedger, version: 1 },
  'version 2 (α/(k(k+1)))': emptyLedger,
} satisfies Record<string, Ledger | null>
type Rule = keyof typeof rules

/** Of sets that grow until something passes: false passes, and those of a set that is looked at every night. */
export function growingTable({ dataSets, seed, isQuick }: PromiseSettings): string[] {
  const journeys = [
    { name: '10 looks, 200 rows more each', looks: 10, step: 200 },
    { name: '60 nights, 50 rows more each', looks: isQuick ? 20 : 60, step: 50 },
  ]
  return [
    'false passes, %'.padEnd(34) +
      Object.keys(rules)
        .map((name) => name.padEnd(30))
        .join(''),
    ...journeys.map(({ name, looks, step }) => {
      const passed = countOf(dataSets, (number) => {
        const uniform = drawnUniforms({ seed, world: 'growing sets', size: looks * step, number }, looks * step, 1)
        const rights = Array.from({ length: looks }, (_, look) => {
          let right = 0
          for (let row = 0; row < (look + 1) * step; row++) if (uniform(row, 0) < bound) right++
          return right
        })
        return (rule) =>
          looksBy(rule, looks, (look) => ({
            key: { fingerprint: `${look}`, policy: 'p', evaluated: `${look}`, name: null },
            parts: Array.from({ length: look }, (_, before) => `${before}`),
          })).some((level, look) => isPass(rights[look], (look + 1) * step, level))
      })
      return name.padEnd(34) + cells(passed, dataSets)
    }),
  ]
}

/** Of ten models that are equally good: that any passes, and how far the best is above what it is. */
export function manyModelsTable({ dataSets, seed }: PromiseSettings): string[] {
  const [models, rows] = [10, 1000]
  const standardError = Math.sqrt((bound * (1 - bound)) / rows)
  let optimism = 0
  let chosenPasses = 0
  const passed = countOf(dataSets, (number) => {
    const uniform = drawnUniforms({ seed, world: 'many models', size: rows, number }, rows, models)
    const rights = Array.from({ length: models }, (_, model) => {
      let right = 0
      for (let row = 0; row < rows; row++) if (uniform(row, model) < bound) right++
      return right
    })
    const best = Math.max(...rights)
    optimism += (best / rows - bound) / standardError / dataSets
    const keyOf = (model: number) => ({
      key: { fingerprint: 'rows', policy: 'p', evaluated: `${model}`, name: null },
      parts: [],
    })
    // The best one is evaluated again, after all.
    const last = looksBy('version 2 (α/(k(k+1)))', models + 1, (look) =>
      keyOf(look < models ? look : rights.indexOf(best)),
    )
    if (isPass(best, rows, last[models])) chosenPasses++
    return (rule) => looksBy(rule, models, keyOf).some((level, model) => isPass(rights[model], rows, level))
  })
  return [
    'false passes, %'.padEnd(34) +
      Object.keys(rules)
        .map((name) => name.padEnd(30))
        .join(''),
    'any of ten models'.padEnd(34) + cells(passed, dataSets),
    `the best of ten, evaluated again at the level of the last look: ${percent(chosenPasses, dataSets)} false passes`,
    `the best of ten is ${optimism.toFixed(2)} standard errors above its true value`,
  ]
}

/** How often each rule passes something that does not meet the bound. */
function countOf(dataSets: number, journey: (number: number) => (rule: Rule) => boolean): Map<Rule, number> {
  const counts = new Map<Rule, number>()
  for (let number = 0; number < dataSets; number++) {
    const passes = journey(number)
    for (const rule of Object.keys(rules) as Rule[]) counts.set(rule, (counts.get(rule) ?? 0) + (passes(rule) ? 1 : 0))
  }
  return counts
}

/** The confidence of each look, as the product's own ledger counts them. */
function looksBy(rule: Rule, count: number, lookAt: (look: number) => { key: LookKey; parts: string[] }): number[] {
  let ledger = rules[rule] as Ledger | null
  return Array.from({ length: count }, (_, at) => {
    if (ledger === null) return confidence
    const { key, parts } = lookAt(at)
    const look = lookOf(ledger, key, confidence, new Set(parts))
    if (!look.isKnown)
      ledger = withEntry(ledger, { date: '', model: '', rows: 1, verdict: 'undecided', result: '', ...key })
    return look.confidence
  })
}

/** The bound is just above the truth, so that every pass is false. */
function isPass(right: number, rows: number, level: number): boolean {
  return wilsonInterval(right, rows, twoSidedZ(level)).low >= bound
}

function cells(counts: Map<Rule, number>, dataSets: number): string {
  return [...counts.values()].map((count) => percent(count, dataSets).padEnd(30)).join('')
}
