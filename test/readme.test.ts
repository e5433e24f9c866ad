import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { Task } from '../src/dataset/roles.ts'
import { catalogues } from '../src/metrics/catalogue.ts'
import type { MetricDescription } from '../src/metrics/description.ts'

const readme = new URL('../README.md', import.meta.url)

const cell = (text: string) => text.replaceAll('|', '\\|')
const number = (value: number) => (value === Infinity ? '∞' : value === -Infinity ? '−∞' : String(value).replace('-', '−'))

function row({ id, definition, range: [low, high], better, edgeCases, source }: MetricDescription): string {
  const direction = better === 'neither' ? '' : better
  return `| \`${id}\` | ${[definition, `${number(low)} to ${number(high)}`, direction, edgeCases, source].map(cell).join(' | ')} |`
}

function table(task: Task): string {
  return ['| metric | definition | range | better | edges | source |', '| --- | --- | --- | --- | --- | --- |', ...catalogues[task].map(row)].join('\n')
}

it('the README’s tables of metrics are the catalogue’s (npm run readme writes them)', async () => {
  const text = readFileSync(readme, 'utf8')
  const written = (['binary', 'multiclass', 'regression'] as const).reduce((all, task) => {
    const block = new RegExp(`(<!-- metrics: ${task} -->\n)[^]*?(\n<!-- end -->)`)
    expect(all).toMatch(block)
    return all.replace(block, (_, start: string, end: string) => `${start}\n${table(task)}\n${end}`)
  }, text)
  await expect(written).toMatchFileSnapshot(readme.pathname)
})
