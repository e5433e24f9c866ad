import { describe, expect, it } from 'vitest'
import { assignSplits } from '../../../src/split/assign.ts'
import type { RuleRows } from '../../../src/split/assignment.ts'
import type { SplitRule } from '../../../src/split/rule.ts'
import { splitSnippet } from '../../../src/split/snippet/snippet.ts'
import { parseTimes } from '../../../src/split/time.ts'
import { referenceKernels } from '../../../src/tally/reference.ts'
import { engines, splitsBy } from '../engines/engines.ts'
import { utf8Column } from '../utf8-column.ts'
import { cases, columns, rows, timesOf } from './cases.ts'

const column = (name: string): string[] => rows.map((cells) => cells[columns.indexOf(name)])

function strataOf(names: string[]): NonNullable<RuleRows['strata']> {
  const values = rows.map((cells) => JSON.stringify(names.map((name) => cells[columns.indexOf(name)])))
  const distinct = [...new Set(values)]
  return { codes: Uint32Array.from(values, (value) => distinct.indexOf(value)), names: distinct }
}

function ruleRows(rule: SplitRule): RuleRows {
  const key = rule.by === 'group' ? rule.group : rule.by === 'time' ? null : rule.key
  const times = rule.by === 'time' ? parseTimes(utf8Column(column(rule.time))) : null
  if (times !== null && !(times instanceof Float64Array)) throw new Error(`line ${times.row + 2}: ${times.found}`)
  return {
    rowCount: rows.length,
    keys: key === null ? null : utf8Column(column(key)),
    strata: rule.by === 'stratified' ? strataOf(rule.strata) : null,
    times,
  }
}

async function assigned(rule: SplitRule): Promise<string[]> {
  const { codes, names } = await assignSplits(rule, ruleRows(rule), referenceKernels())
  return Array.from(codes, (code) => names[code])
}

describe('the rows that snippets are tried on', () => {
  it('come into every part under every rule', async () => {
    for (const [name, rule] of Object.entries(cases)) {
      const used = new Set(await assigned(rule))
      expect([...used].sort(), name).toEqual(
        [...rule.parts.map((part) => part.name), ...('gapMs' in rule && rule.gapMs > 0 ? ['gap'] : [])].sort(),
      )
    }
  })
})

for (const engine of engines) {
  describe(`${engine.target} makes the same split on every row`, () => {
    const snippets = new Map(
      Object.entries(cases).flatMap(([name, rule]) => {
        const snippet = splitSnippet(rule, engine.target, timesOf(rule))
        return 'code' in snippet ? [[name, snippet.code] as const] : []
      }),
    )
    let splits: Map<string, string[]>

    it.each([...snippets.keys()])('%s', async (name) => {
      splits ??= splitsBy(engine, snippets, columns, rows)
      expect(splits.get(name)).toEqual(await assigned(cases[name]))
    })
  })
}
