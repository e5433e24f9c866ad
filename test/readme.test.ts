import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { Task } from '../src/dataset/roles.ts'
import { catalogues } from '../src/metrics/definitions/catalogue.ts'
import type { MetricDefinition } from '../src/metrics/definitions/definition.ts'
import { autonomyLevels, mostAutonomy } from '../src/policy/autonomy-levels.ts'

const readme = new URL('../README.md', import.meta.url)

const cell = (text: string) => text.replaceAll('|', '\\|')
const number = (value: number) =>
  value === Infinity ? '∞' : value === -Infinity ? '−∞' : String(value).replace('-', '−')

function row({ id, definition, range: [low, high], better, edgeCases, source }: MetricDefinition): string {
  const direction = better === 'neither' ? '' : better
  return `| \`${id}\` | ${[definition, `${number(low)} to ${number(high)}`, direction, edgeCases, source].map(cell).join(' | ')} |`
}

function table(task: Task): string {
  return [
    '| metric | definition | range | better | edges | source |',
    '| --- | --- | --- | --- | --- | --- |',
    ...catalogues[task].map(row),
  ].join('\n')
}

function autonomyTable(): string {
  const rows = autonomyLevels.map(({ level, title, does, confidence }) => {
    const asked = confidence === null ? '' : confidence === 0 ? 'by its value' : `at confidence ${confidence}`
    return `| ${level} | ${title}: ${does} | ${asked}${level === mostAutonomy ? ', and nothing advisory fails' : ''} |`
  })
  return ['| autonomy | the model | every requirement has to be met |', '| --- | --- | --- |', ...rows].join('\n')
}

/** The text with a table between its marks. */
function withTable(text: string, name: string, table: string): string {
  const block = new RegExp(`(<!-- ${name} -->\n)[^]*?(\n<!-- end -->)`)
  expect(text).toMatch(block)
  return text.replace(block, (_, start: string, end: string) => `${start}\n${table}\n${end}`)
}

it('the README’s tables of metrics and autonomy are the catalogue’s and the ladder’s (npm run readme writes them)', async () => {
  const text = readFileSync(readme, 'utf8')
  const metrics = (['binary', 'multiclass', 'regression'] as const).reduce(
    (all, task) => withTable(all, `metrics: ${task}`, table(task)),
    text,
  )
  await expect(withTable(metrics, 'autonomy', autonomyTable())).toMatchFileSnapshot(readme.pathname)
})
