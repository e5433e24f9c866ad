import { parcelFiles, ticketFiles } from './other-samples.ts'
import { bell, uniformNumbers, type SampleFiles } from './sample-files.ts'

/** A built-in sample: files that go the way a user's own would. */
export interface Sample {
  id: BinaryId | OtherId
  title: string
  /** What it shows, in a few words. */
  shows: string
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
