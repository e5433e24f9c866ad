import { bell, uniformNumbers, type SampleFiles } from './sample-files.ts'

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
export function ticketFiles(): SampleFiles {
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
export function parcelFiles(): SampleFiles {
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
