import { beforeEach, describe, expect, test } from 'vitest'
import { linkHash, parseLink, type SetupLink } from '../../../src/page/setup/setup-link.ts'
import { RememberedSetups, type Store } from '../../../src/page/setup/remembered-setups.svelte.ts'

let kept: Map<string, string>
let store: Store
beforeEach(() => {
  kept = new Map()
  store = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  }
})

const inspection = (...columns: string[]) => ({ columns })
const link = (label: string, candidate: string) =>
  parseLink(`#setup=1&label=${label}&candidate=${candidate}`) as SetupLink

describe('which column is which', () => {
  test('is remembered only where somebody asks for it, and forgotten when they ask for that', () => {
    const memory = new RememberedSetups(store)
    memory.remember(linkHash(link('y', 'p')))
    expect([memory.isOn, kept.size]).toEqual([false, 0])
    memory.turn(true)
    memory.remember(linkHash(link('y', 'p')))
    expect(new RememberedSetups(store)).toMatchObject({ isOn: true })
    expect(new RememberedSetups(store).recall(inspection('p', 'y', 'id'))).toEqual(link('y', 'p'))
    memory.turn(false)
    expect([kept.size, new RememberedSetups(store).isOn, memory.recall(inspection('p', 'y'))]).toEqual([0, false, null])
  })

  test('is recalled for files that have every column; the latest choice holds', () => {
    const memory = new RememberedSetups(store)
    memory.turn(true)
    for (const [label, candidate] of [
      ['y', 'p'],
      ['y', 'q'],
      ['y', 'p'],
    ])
      memory.remember(linkHash(link(label, candidate)))
    expect(memory.recall(inspection('y', 'p', 'q'))).toEqual(link('y', 'p'))
    expect(memory.recall(inspection('y', 'q'))).toEqual(link('y', 'q'))
    expect(memory.recall(inspection('q', 'p'))).toBeNull()
    for (let at = 0; at < 50; at += 1) memory.remember(linkHash(link('y', `p${at}`)))
    expect(JSON.parse([...kept.values()][0])).toHaveLength(20)
  })

  test.each(['', '{}', '[1, null]', '["#setup=9", "<script>"]', 'not json'])(
    'whatever stands in the store instead, %j, is nothing',
    (text) => {
      kept.set('good-enough:roles', text)
      expect(new RememberedSetups(store).recall(inspection('y', 'p'))).toBeNull()
    },
  )

  test('a browser that keeps nothing, or no more, is no error', () => {
    const full = new RememberedSetups({
      ...store,
      setItem: () => {
        throw new DOMException('', 'QuotaExceededError')
      },
    })
    full.turn(true)
    expect([full.isPossible, full.isOn]).toEqual([true, false])
    const none = new RememberedSetups(null)
    none.turn(true)
    expect([none.isPossible, none.isOn]).toEqual([false, false])
  })
})
