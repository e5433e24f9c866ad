import type { Finding } from './world.ts'

/** How the intervals of one metric did over many data sets of one kind. */
export interface Coverage {
  dataSets: number
  /** Data sets in which the metric was undefined, or had no interval. */
  without: number
  /** Data sets whose interval lies all above the truth. */
  above: number
  /** Data sets whose interval lies all below the truth. */
  below: number
  /** Data sets whose interval is said to be too short. */
  cautioned: number
  /** Data sets in which a bound just above the truth (`at_least`) would pass, falsely. */
  passedAbove: number
  /** Data sets in which a bound just below the truth (`at_most`) would pass, falsely. */
  passedBelow: number
  /** How often each method made the interval. */
  methods: Record<string, number>
}

const nothingFound: Omit<Coverage, 'methods'> = {
  dataSets: 0,
  without: 0,
  above: 0,
  below: 0,
  cautioned: 0,
  passedAbove: 0,
  passedBelow: 0,
}

export function addFinding(coverages: Map<string, Coverage>, { label, truth, interval, method }: Finding): void {
  let coverage = coverages.get(label)
  if (coverage === undefined) coverages.set(label, (coverage = { ...nothingFound, methods: {} }))
  coverage.dataSets++
  // Rounding decides nothing where an interval ends at the truth.
  const margin = 1e-12 * Math.max(1, Math.abs(truth))
  if (interval === null) coverage.without++
  else if (interval.low > truth + margin) coverage.above++
  else if (interval.high < truth - margin) coverage.below++
  if (interval !== null) {
    // The cautious ends are what `on_short_interval: undecided` has a pass hold at.
    const { low, high } = interval.caution ?? interval
    if (interval.caution !== undefined) coverage.cautioned++
    if (low > truth + margin) coverage.passedAbove++
    if (high < truth - margin) coverage.passedBelow++
  }
  if (method !== null) coverage.methods[method] = (coverage.methods[method] ?? 0) + 1
}

export function mergeCoverage(one: Coverage | undefined, other: Coverage): Coverage {
  if (one === undefined) return other
  const methods = { ...one.methods }
  for (const [method, count] of Object.entries(other.methods)) methods[method] = (methods[method] ?? 0) + count
  return {
    dataSets: one.dataSets + other.dataSets,
    without: one.without + other.without,
    above: one.above + other.above,
    below: one.below + other.below,
    cautioned: one.cautioned + other.cautioned,
    passedAbove: one.passedAbove + other.passedAbove,
    passedBelow: one.passedBelow + other.passedBelow,
    methods,
  }
}

/** What is aimed at, in per cent. */
export const aim = { lowestCoverage: 94, highestCoverage: 96.5, mostFalsePasses: 5 }

/** In per cent, with the Monte Carlo standard error of the coverage. */
export interface Rates {
  coverage: number
  error: number
  /** The larger of the two sides'. */
  falsePasses: number
}

/** Null where no data set had an interval. */
export function ratesOf({ dataSets, without, above, below, passedAbove, passedBelow }: Coverage): Rates | null {
  const held = dataSets - without
  if (held === 0) return null
  const coverage = 1 - (above + below) / held
  return {
    coverage: 100 * coverage,
    error: 100 * standardError(coverage, held),
    falsePasses: (100 * Math.max(passedAbove, passedBelow)) / dataSets,
  }
}

function standardError(share: number, count: number): number {
  // Of a share of 0 or 1 that of half a case less.
  const inside = Math.min(1 - 0.5 / count, Math.max(0.5 / count, share))
  return Math.sqrt((inside * (1 - inside)) / count)
}

/**
 * within the aim; outside it by no more than two Monte Carlo errors; short of it; above it: wider than asked; said: in half of
 * the data sets or more the interval is said to be too short, and no more pass falsely than the aim allows.
 */
export type Standing = 'within' | 'near' | 'short' | 'wide' | 'said'

export function standingOf(coverage: Coverage, { coverage: held, error, falsePasses }: Rates): Standing {
  const { lowestCoverage, highestCoverage, mostFalsePasses } = aim
  const falseError = 100 * standardError(falsePasses / 100, coverage.dataSets)
  const isSaid = 2 * coverage.cautioned >= coverage.dataSets - coverage.without
  if (falsePasses > mostFalsePasses + 2 * falseError || (held < lowestCoverage - 2 * error && !isSaid)) return 'short'
  if (isSaid) return 'said'
  if (held > highestCoverage + 2 * error) return 'wide'
  return held < lowestCoverage || held > highestCoverage || falsePasses > mostFalsePasses ? 'near' : 'within'
}
