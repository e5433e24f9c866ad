import fc from 'fast-check'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { Desk } from '../../../src/page/shell/desk.svelte.ts'
import { isSameScene, type Scene } from '../../../src/page/shell/scene.ts'
import { Undo } from '../../../src/page/shell/undo.svelte.ts'
import { defaultPolicy } from '../../../src/policy/policy.ts'
import type { EngineClient, Session } from '../../../src/worker/protocol.ts'
import { documentOf, modelOf } from '../../app/documents.ts'
import { runs } from '../../property-runs.ts'

let closed: Session[]
beforeEach(() => {
  closed = []
})

/** An engine that evaluates nothing, and tells which of its evaluations have been let go. */
function fakeClient(): Pick<EngineClient, 'prepare' | 'inspect' | 'parsePolicy' | 'evaluate'> {
  const columns = ['y', 'p', 'q', 'region']
  return {
    prepare: () => undefined,
    inspect: async (files) => ({
      files: files.map(({ name }) => ({
        name,
        byteLength: 1,
        columns,
        records: [['1', '0.5', '0.4', 'n']],
        warnings: [],
      })),
      guess: {
        roles: { label: 'y', positive: '1', candidate: 'p' },
        evidence: {},
        columns,
        patterns: [],
        values: { y: ['0', '1'], region: ['n', 's'] },
        offers: {},
      },
    }),
    parsePolicy: async () => ({ ...defaultPolicy, columns: { label: 'y', candidate: 'p' } }),
    evaluate: async () => {
      const session = {
        document: documentOf({ models: { candidate: { ...modelOf({}), threshold: { value: 0.5, chosen: 'fixed' } } } }),
        ledger: null,
        engine: { engine: 'cpu', reason: '' },
        curves: [],
        at: async () => ({}),
        judgeAt: async () => documentOf(),
        close: () => void closed.push(session as unknown as Session),
      }
      return session as unknown as Session
    },
  }
}

const table = (name: string) => new File(['y,p,q,region\n1,0.5,0.4,n\n'], name)

/** What somebody may do, in any order. */
const deeds = {
  open: (desk: Desk) => desk.open([table('a.csv')]),
  openJudged: (desk: Desk) => desk.open([table('b.csv'), new File(['version: 1'], 'policy.yaml')]),
  evaluate: (desk: Desk) => desk.evaluate(),
  dropPolicy: (desk: Desk) => desk.dropPolicy(),
  startOver: async (desk: Desk) => desk.clear(),
  swap: (desk: Desk) => desk.swapModels(),
  production: async (desk: Desk) => desk.setup?.choose('production', desk.setup.roles.production === 'q' ? '' : 'q'),
  split: async (desk: Desk) => desk.setup?.chooseMethod(desk.setup.split.by === 'random' ? '' : 'random'),
  slices: async (desk: Desk) =>
    desk.setup !== null && (desk.setup.roles.slices = desk.setup.roles.slices.length > 0 ? [] : ['region']),
  threshold: async (desk: Desk) => desk.exploration?.moveTo(desk.exploration.threshold / 2),
}

function opened() {
  const desk = new Desk(fakeClient() as EngineClient, 'auto')
  return { desk, undo: new Undo(desk) }
}

/** Does it and lets it rest. */
async function done({ desk, undo }: ReturnType<typeof opened>, deed: (desk: Desk) => Promise<unknown>): Promise<void> {
  await deed(desk)
  undo.follow()
  vi.advanceTimersByTime(1000)
}

/** The same but for evaluations that had to be let go. */
function isAsFarAsHeld(desk: Desk, was: Scene): boolean {
  const now = desk.scene
  if (was.session === null || desk.holds(was.session)) return isSameScene(now, was)
  const bare = ({ choices, ...scene }: Scene): Scene => ({
    ...scene,
    session: null,
    threshold: null,
    choices: choices && { ...choices, evaluated: null },
  })
  return now.session === null && isSameScene(bare(now), bare(was))
}

describe('undo', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    return () => void vi.useRealTimers()
  })

  test('of whatever was done is identity, step by step, and so is doing it again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...Object.values(deeds)), { maxLength: 12 }), async (sequence) => {
        const page = opened()
        const scenes = [page.desk.scene]
        for (const deed of sequence) {
          await done(page, deed)
          if (!isSameScene(page.desk.scene, scenes.at(-1)!)) scenes.push(page.desk.scene)
        }
        for (const scene of scenes.slice(0, -1).reverse()) {
          page.undo.undo()
          expect(isAsFarAsHeld(page.desk, scene)).toBe(true)
        }
        expect(page.undo.undoes).toBeNull()
        for (const scene of scenes.slice(1)) {
          page.undo.redo()
          expect(isAsFarAsHeld(page.desk, scene)).toBe(true)
        }
        expect(page.undo.redoes).toBeNull()
      }),
      { numRuns: runs(200) },
    )
  })

  test('keeps one evaluation beside the one that is shown, and lets go of the others', async () => {
    const page = opened()
    for (const deed of [deeds.openJudged, deeds.evaluate, deeds.evaluate]) await done(page, deed)
    expect(closed.length).toBe(1)
    page.undo.undo()
    expect(page.desk.state).toBe('done')
    page.undo.undo()
    expect(page.desk.state).toBe('roles')
    expect(page.desk.notice).toContain('let go to spare memory')
  })

  test('a threshold is a step where it rests, not on its way', async () => {
    const page = opened()
    await done(page, deeds.openJudged)
    for (const threshold of [0.4, 0.3, 0.2]) {
      page.desk.exploration!.moveTo(threshold)
      page.undo.follow()
      vi.advanceTimersByTime(100)
    }
    page.undo.undo()
    expect(page.desk.exploration!.threshold).toBe(0.5)
    expect(page.desk.notice).toBe('Undone: the threshold.')
    page.undo.redo()
    expect(page.desk.exploration!.threshold).toBe(0.2)
  })

  test('what is under way is cancelled first', async () => {
    const page = opened()
    await done(page, deeds.open)
    const work = page.desk.evaluate()
    page.undo.undo()
    await work
    expect([page.desk.state, page.desk.session]).toEqual(['roles', null])
  })

  test('a swap that is cancelled is none', async () => {
    const page = opened()
    await done(page, deeds.openJudged)
    await done(page, deeds.production)
    const before = page.desk.scene
    const work = page.desk.swapModels()
    expect(page.desk.setup!.roles.candidate).toBe('q')
    page.undo.undo()
    await work
    expect(isSameScene(page.desk.scene, before)).toBe(true)
  })

  test('looks at a test set are not undone; starting over by mistake does not lose them', async () => {
    const page = opened()
    await done(page, deeds.openJudged)
    page.desk.ledger = { fileName: 'l.ledger.json', text: '{}' }
    page.undo.follow()
    await done(page, deeds.evaluate)
    page.undo.undo()
    expect(page.desk.ledger?.fileName).toBe('l.ledger.json')
    await done(page, deeds.startOver)
    expect(page.desk.ledger).toBeNull()
    page.undo.undo()
    expect(page.desk.ledger?.fileName).toBe('l.ledger.json')
  })
})
