import { aim, ratesOf, standingOf, type Coverage, type Standing } from './coverage.ts'
import { leastOfRarest, sizes, worlds } from './simulation.ts'
import { choiceLabels, differenceLabel, type World } from './world.ts'

/** What was found, by world, size and label. */
export type Results = Map<number, Map<number, Map<string, Coverage>>>

const marks: Record<Standing, string> = { within: ' ', near: '~', short: '!', wide: '+', said: '?' }
const cellWidth = 18

export const legend = [
  `A cell: per cent of the data sets whose 95 % interval holds the true value ± Monte Carlo error, then false passes in per cent`,
  `(of a bound that the true value does not meet, by nothing; the worse of at_least and at_most). The aim: ${aim.lowestCoverage} to ${aim.highestCoverage}, and at most ${aim.mostFalsePasses}.`,
  `${marks.near} outside it by no more than two Monte Carlo errors, ${marks.short} short of it, ${marks.wide} wider than asked;`,
  `${marks.said} in half of the data sets or more the result says that the interval may be too short: held against false passes alone;`,
  `in parentheses: fewer than ${leastOfRarest} rows of the rarest class, a metric without variance there, or what is not done: not held against the aim.`,
  `Δ is candidate minus production; "${choiceLabels.frozen}": at the threshold that validation rows chose, which is what is judged.`,
  `"${choiceLabels.withChoice}": that interval also holds the value at the best threshold of all: wider than this value asks for.`,
  `"${choiceLabels.judgedHere}": judged on validation itself, which is never a pass; "${choiceLabels.asIfFixed}": what would pass if it were one.`,
]

/** The tables of one task, a group of worlds and a size each, a metric per line. */
export function taskTables(task: World['task'], results: Results): string[] {
  const groups = [...new Set(worlds.filter((world) => world.task === task).map(({ group }) => group))]
  return groups.flatMap((group) => [
    `${task}: ${group}`,
    '',
    ...sizes.flatMap((size) =>
      sizeTable(
        worlds.flatMap((world, at) => (world.task === task && world.group === group ? [at] : [])),
        size,
        results,
      ),
    ),
  ])
}

function sizeTable(columns: number[], size: number, results: Results): string[] {
  const cells = columns.map((at) => results.get(at)?.get(size) ?? new Map<string, Coverage>())
  const labels = inOrder([...new Set(cells.flatMap((cell) => [...cell.keys()]))])
  if (labels.length === 0) return []
  const width = Math.max(...labels.map((label) => label.length)) + 2
  const methods = labels.map((label) => methodsOf(cells.flatMap((cell) => cell.get(label) ?? [])))
  const methodWidth = Math.max(...methods.map((method) => method.length)) + 2
  const header = `n = ${size.toLocaleString('en')}`.padEnd(width + methodWidth)
  return [
    header +
      columns
        .map((at) => worlds[at].name.padEnd(cellWidth))
        .join('')
        .trimEnd(),
    ...labels.map(
      (label, line) =>
        label.padEnd(width) +
        methods[line].padEnd(methodWidth) +
        columns
          .map((at, i) => cellText(at, size, label, cells[i].get(label)).padEnd(cellWidth))
          .join('')
          .trimEnd(),
    ),
    '',
  ]
}

/** A difference follows its metric. */
function inOrder(labels: string[]): string[] {
  const own = labels.filter((label) => !label.startsWith(differenceLabel('')))
  return own.flatMap((label) => [label, ...labels.filter((other) => other === differenceLabel(label))])
}

function methodsOf(coverages: Coverage[]): string {
  const counts: Record<string, number> = {}
  for (const { methods } of coverages)
    for (const [method, count] of Object.entries(methods)) counts[method] = (counts[method] ?? 0) + count
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return Object.keys(counts)
    .filter((method) => counts[method] > all / 100)
    .sort((a, b) => counts[b] - counts[a])
    .join('/')
}

function cellText(at: number, size: number, label: string, coverage: Coverage | undefined): string {
  const rates = coverage === undefined ? null : ratesOf(coverage)
  if (coverage === undefined || rates === null) return 'no interval'
  const text = `${rates.coverage.toFixed(1)}±${rates.error.toFixed(1)} ${rates.falsePasses.toFixed(1)}`
  return isAimedAt(at, size, label) ? `${marks[standingOf(coverage, rates)]}${text}` : `(${text})`
}

function isAimedAt(at: number, size: number, label: string): boolean {
  const { rarest, without } = worlds[at]
  return (
    (rarest === null || size * rarest >= leastOfRarest) &&
    !label.endsWith(choiceLabels.asIfFixed) &&
    !without.some((id) => label === id || label === differenceLabel(id))
  )
}

/** How many cells are within the aim, and which metrics are not. */
export function summary(task: World['task'], results: Results): string[] {
  const counts: Record<Standing, number> = { within: 0, near: 0, short: 0, wide: 0, said: 0 }
  const worst = new Map<string, { cells: number; coverage: number; falsePasses: number; where: string }>()
  for (const [at, ofSizes] of results) {
    if (worlds[at].task !== task) continue
    for (const [size, coverages] of ofSizes) {
      for (const [label, coverage] of coverages) {
        const rates = ratesOf(coverage)
        if (rates === null || !isAimedAt(at, size, label)) continue
        const standing = standingOf(coverage, rates)
        counts[standing]++
        if (standing !== 'short') continue
        const known = worst.get(label)
        const isWorse = known === undefined || rates.coverage < known.coverage
        worst.set(label, {
          cells: (known?.cells ?? 0) + 1,
          coverage: isWorse ? rates.coverage : known.coverage,
          where: isWorse ? `n = ${size.toLocaleString('en')}, ${worlds[at].name}` : known.where,
          falsePasses: Math.max(known?.falsePasses ?? 0, rates.falsePasses),
        })
      }
    }
  }
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return [
    `${task}: ${counts.within} of ${total} cells within the aim, ${counts.near} more within Monte Carlo error of it; ${counts.short} short of it, ${counts.wide} wider than asked, ${counts.said} said to be short.`,
    ...[...worst]
      .sort(([, a], [, b]) => a.coverage - b.coverage)
      .map(
        ([label, { cells, coverage, falsePasses, where }]) =>
          `  short: ${label} in ${cells} ${cells === 1 ? 'cell' : 'cells'}, ${coverage.toFixed(1)} % at worst (${where}), false passes to ${falsePasses.toFixed(1)} %`,
      ),
  ]
}
