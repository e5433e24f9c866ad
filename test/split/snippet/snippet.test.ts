import { describe, expect, it } from 'vitest'
import { snippetTargets, snippetTitles, splitSnippet, type SnippetTarget } from '../../../src/split/snippet/snippet.ts'
import { cases, timesOf } from './cases.ts'

const snippetOf = (name: string, target: SnippetTarget) => splitSnippet(cases[name], target, timesOf(cases[name]))

/** What cannot be the same there. */
const missing: Record<string, string[]> = {
  bigquery: ['random_unkeyed', 'random_unkeyed_large_seed', 'stratified_unkeyed'],
  pandas: [],
}
const withoutFarm = [...missing.bigquery, 'farm_fingerprint', 'farm_fingerprint_seed']

describe('splitSnippet', () => {
  it.each(snippetTargets)(
    'gives code for %s, or says why there is none: no order of rows, no fingerprint',
    (target) => {
      const without = Object.keys(cases).filter((name) => 'cannot' in snippetOf(name, target))
      expect(without).toEqual(missing[target] ?? withoutFarm)
      for (const name of without)
        expect(snippetOf(name, target)).toMatchObject({ cannot: expect.stringContaining(snippetTitles[target]) })
    },
  )

  // Neither runs here: the text is what was compared, by eye, with the documentation of both.
  it.each(['bigquery', 'spark'] as const)('writes for %s what was read through once', async (target) => {
    const text = Object.keys(cases)
      .map((name) => `-- ${name}\n${Object.values(snippetOf(name, target))[0]}`)
      .join('\n')
    await expect(text).toMatchFileSnapshot(`expected/${target}.sql`)
  })

  it('takes the kind of times from the starts, where there are any', () => {
    expect(splitSnippet(cases.time_numbers_starts, 'duckdb', 'date')).toEqual(
      splitSnippet(cases.time_numbers_starts, 'duckdb', 'number'),
    )
  })
})
