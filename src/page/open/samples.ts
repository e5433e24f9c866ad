/** A built-in sample: files that go the way a user's own would. */
export interface Sample {
  id: BinaryId | OtherId
  title: string
  /** What it shows, in a few words. */
  shows: string
}

/** The files of a sample: a CSV, and the policy that it is judged by. */
export interface SampleFiles {
  table: { name: string; text: string }
  policy: { name: string; text: string }
}

type BinaryId = 'clear_pass' | 'fails_on_one_segment' | 'too_little_data'
type OtherId = 'several_classes' | 'numbers'

/** The samples of two classes. */
export const samples: (Sample & { id: BinaryId })[] = [
  { id: 'clear_pass', title: 'Clear pass', shows: 'A new churn model that beats the one in production.' },
  { id: 'fails_on_one_segment', title: 'Fails on one segment', shows: 'Good on average, and not for new customers.' },
  {
    id: 'too_little_data',
    title: 'Too little data to decide',
    shows: '200 rows: the numbers look fine, the intervals do not.',
  },
]

/** The samples of the other tasks. */
export const otherSamples: (Sample & { id: OtherId })[] = [
  { id: 'several_classes', title: 'Several classes', shows: 'Which team a ticket is for; one class is rare.' },
  { id: 'numbers', title: 'Numbers', shows: 'Minutes until a parcel arrives; long ways are off.' },
]

/** How a made-up population of customers scores. Distances are between class means, in standard deviations. */
interface Recipe {
  seed: number
  rows: number
  testShare: number
  candidate: Record<Segment, number>
  production: number
}

type Segment = 'new_customer' | 'returning' | 'business'

const recipes: Record<BinaryId, Recipe> = {
  clear_pass: {
    seed: 20_240_501,
    rows: 12_000,
    testShare: 0.6,
    candidate: { new_customer: 3.0, returning: 3.1, business: 3.2 },
    production: 2.3,
  },
  fails_on_one_segment: {
    seed: 20_240_502,
    rows: 12_000,
    testShare: 0.6,
    candidate: { new_customer: 1.15, returning: 3.2, business: 3.2 },
    production: 2.4,
  },
  too_little_data: {
    seed: 20_240_503,
    rows: 200,
    testShare: 0.6,
    candidate: { new_customer: 2.6, returning: 2.6, business: 2.6 },
    production: 2.3,
  },
}

const policyText = `# What "good enough" means here, written down before looking.
version: 1
name: churn-outreach
task: binary
columns:
  label: churned
  positive: "1"
  candidate: score_v2
  production: score_v1
  split: split
  id: customer
  slices: [segment]
threshold: 0.5
confidence: 0.95
requirements:
  - {metric: roc_auc, at_least: 0.85}
  - {metric: recall, at_least: 0.80}
  - {metric: precision, at_least: 0.70}
  - {metric: recall, at_least: 0.80, slices: segment}
  - {metric: roc_auc, versus_production: {at_least: -0.01}}
`

/**
 * The files of a sample: the same bytes every time, on every machine.
 * @returns a CSV (of two classes with the columns customer, churned, score_v2, score_v1, split, segment); and the policy it
 * is judged by
 */
export function sampleFiles(id: Sample['id']): SampleFiles {
  if (id === 'several_classes') return ticketFiles()
  if (id === 'numbers') return parcelFiles()
  return {
    table: { name: `${id}.csv`, text: tableText(recipes[id]) },
    policy: { name: 'churn-outreach.yaml', text: policyText },
  }
}

function tableText(recipe: Recipe): string {
  const uniform = uniformNumbers(recipe.seed)
  const lines = ['customer,churned,score_v2,score_v1,split,segment']
  for (let row = 0; row < recipe.rows; row += 1) lines.push(rowText(recipe, row, uniform))
  return `${lines.join('\n')}\n`
}

function rowText(recipe: Recipe, row: number, uniform: () => number): string {
  const segment = pickSegment(uniform())
  const isTest = uniform() < recipe.testShare
  const isPositive = uniform() < 0.26
  const shared = bell(uniform)
  const candidate = score(recipe.candidate[segment], isPositive, 0.8 * shared + 0.6 * bell(uniform))
  const production = score(recipe.production, isPositive, 0.8 * shared + 0.6 * bell(uniform))
  const id = `C${String(row + 1).padStart(5, '0')}`
  return `${id},${isPositive ? 1 : 0},${candidate},${production},${isTest ? 'test' : 'validation'},${segment}`
}

function pickSegment(draw: number): Segment {
  return draw < 0.22 ? 'new_customer' : draw < 0.75 ? 'returning' : 'business'
}

/** A score in (0, 1) with four decimals, from rational arithmetic alone, so that every machine rounds it alike. */
function score(distance: number, isPositive: boolean, noise: number): string {
  const margin = (isPositive ? distance / 2 : -distance / 2) + noise
  const squashed = margin / (1 + Math.abs(margin))
  return Math.min(0.9999, Math.max(0.0001, 0.5 + squashed / 2)).toFixed(4)
}

const teams = [
  { name: 'billing', share: 0.3, distance: 3.1 },
  { name: 'delivery', share: 0.3, distance: 3 },
  { name: 'returns', share: 0.25, distance: 2.7 },
  { name: 'account', share: 0.12, distance: 3.2 },
  { name: 'cancellation', share: 0.03, distance: 2.75 },
]

const ticketPolicy = `# Which team a support ticket is for. Cancellations are rare, and must not get lost.
version: 1
name: ticket-routing
task: multiclass
columns:
  label: team
  candidate: p_*
  production: old_*
  split: split
  id: ticket
  slices: [channel]
requirements:
  - {metric: accuracy, at_least: 0.85}
  - {metric: f1_macro, at_least: 0.80}
  - {metric: recall, class: cancellation, at_least: 0.80}
  - {metric: accuracy, at_least: 0.80, slices: channel}
  - {metric: accuracy, versus_production: {at_least: 0}}
`

/** Tickets of five teams, with probabilities of two models that each sum to 1. */
function ticketFiles(): SampleFiles {
  const uniform = uniformNumbers(20_240_504)
  const named = (prefix: string) => teams.map(({ name }) => prefix + name).join(',')
  const lines = [`ticket,team,${named('p_')},${named('old_')},split,channel`]
  for (let row = 0; row < 4_000; row += 1) {
    const team = pick(
      teams.map(({ share }) => share),
      uniform(),
    )
    const channel = pick([0.5, 0.3, 0.2], uniform())
    const split = uniform() < 0.6 ? 'test' : 'validation'
    // Chats are short, and tell less; a return is often written of like a delivery.
    const clarity = channel === 1 ? 0.9 : 1
    const lure = team === 2 && uniform() < 0.15 ? 1 : -1
    const [candidate, production] = [1, 0.8].map((skill) => probabilities(team, skill * clarity, lure, uniform))
    lines.push(
      `T${String(row + 1).padStart(5, '0')},${teams[team].name},${candidate},${production},${split},${['email', 'chat', 'form'][channel]}`,
    )
  }
  return filesOf('several_classes.csv', lines, 'ticket-routing.yaml', ticketPolicy)
}

/** Shares of ten thousand, as decimals that sum to 1 exactly. @param lure a class that looks like it too; below 0: none */
function probabilities(team: number, skill: number, lure: number, uniform: () => number): string {
  const sizes = teams.map(({ distance }, at) => {
    const margin = bell(uniform) + (at === team ? skill * distance : 0) + (at === lure ? 2.5 : 0) - 1
    const squashed = 0.5 + margin / (1 + Math.abs(margin)) / 2
    return squashed * squashed * squashed * squashed + 0.0005
  })
  const total = sizes.reduce((sum, size) => sum + size, 0)
  const parts = sizes.map((size) => Math.floor((10_000 * size) / total))
  parts[parts.indexOf(Math.max(...parts))] += 10_000 - parts.reduce((sum, part) => sum + part, 0)
  return parts.map((part) => (part / 10_000).toFixed(4)).join(',')
}

const ways = [
  { name: 'short', share: 0.45, minutes: 18, spread: 4, bias: 0.2 },
  { name: 'medium', share: 0.4, minutes: 34, spread: 7, bias: 0 },
  { name: 'long', share: 0.15, minutes: 62, spread: 13, bias: -5 },
]

const parcelPolicy = `# How many minutes until a parcel arrives. Being late for everybody far away is no good average.
version: 1
name: arrival-times
task: regression
columns:
  label: minutes
  candidate: eta_v2
  production: eta_v1
  split: split
  id: parcel
  slices: [distance]
requirements:
  - {metric: mean_absolute_error, at_most: 5}
  - {metric: r2, at_least: 0.75}
  - {metric: mean_error, at_least: -2, at_most: 2, slices: distance}
  - {metric: mean_absolute_error, versus_production: {at_most: 0}}
`

/** Parcels with the minutes that they took, skewed, and those that two models foretold. */
function parcelFiles(): SampleFiles {
  const uniform = uniformNumbers(20_240_505)
  const lines = ['parcel,minutes,eta_v2,eta_v1,split,distance']
  for (let row = 0; row < 6_000; row += 1) {
    const { name, minutes, spread, bias } =
      ways[
        pick(
          ways.map(({ share }) => share),
          uniform(),
        )
      ]
    const split = uniform() < 0.6 ? 'test' : 'validation'
    const delay = bell(uniform)
    const took = minutes + spread * (delay + 0.25 * delay * delay)
    const [candidate, production] = [0.45, 0.8].map((blindness) => took + spread * blindness * bell(uniform))
    const written = (value: number) => Math.max(1, value).toFixed(1)
    lines.push(
      `P${String(row + 1).padStart(5, '0')},${written(took)},${written(candidate + bias)},${written(production + bias / 2)},${split},${name}`,
    )
  }
  return filesOf('numbers.csv', lines, 'arrival-times.yaml', parcelPolicy)
}

function pick(shares: number[], draw: number): number {
  let rest = draw
  const at = shares.findIndex((share) => (rest -= share) < 0)
  return at < 0 ? shares.length - 1 : at
}

function filesOf(name: string, lines: string[], policyName: string, policy: string): SampleFiles {
  return { table: { name, text: `${lines.join('\n')}\n` }, policy: { name: policyName, text: policy } }
}

/** Nearly normal, mean 0, variance 1: the sum of twelve uniform numbers, less six. Exact in floating point order. */
function bell(uniform: () => number): number {
  let sum = -6
  for (let draw = 0; draw < 12; draw += 1) sum += uniform()
  return sum
}

/** Numbers in [0, 1) from a seed, by 32-bit integers alone (mulberry32). Only for these samples: never for statistics. */
function uniformNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
