import { expect, it } from 'vitest'
import { promises } from './promises.ts'

it.each(Object.keys(promises))('%s: the same seed gives the same figures', async (name) => {
  const figures = async (seed: number) =>
    (await promises[name].table({ dataSets: 3, seed, isQuick: true, metrics: null })).join('\n')
  const first = await figures(1)
  expect(first).toMatch(/\d±\d/)
  expect(await figures(1)).toBe(first)
})
