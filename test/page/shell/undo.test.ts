import fc from 'fast-check'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { PageState } from '../../../src/page/shell/page-state.svelte.ts'
import { isSameSnapshot, type PageSnapshot } from '../../../src/page/shell/snapshot.ts'
import { Undo } from '../../../src/page/shell/undo.svelte.ts'
import { defaultPolicy } from '../../../src/policy/policy.ts'
import type { Answers, EngineClient, Inspection, Session } from '../../../src/worker/protocol.ts'
import { documentOf, modelOf } from '../../documents.ts'
import { runs } from '../../property-runs.ts'
import { emptyInspection } from '../setup/opened.ts'

let closed: Session[]
beforeEach(() => {
  closed = []
})

const inspection = (answers: Answers): Inspection => ({
  ...emptyInspection,
  task: 'binary',
  roles: Object.fromEntries(
    Object.entries({ label: 'y', positive: '1', candidate: 'p', ...answers.roles }).flatMap(([role, column]) =>
      typeof column === 'string' ? [[role, { column, why: '' }]] : [],
    ),
  ),
  slices: (answers.roles.slices ?? []).map((column) => ({ column, why: '' })),
  columns: ['y', 'p', 'q', 'region'],
  values: new Map([
    ['y', ['0', '1']],
    ['region', ['n', 's']],
  ]),
})

/** An engine that evaluates nothing, and tells which of its evaluations have been let go. */
function fakeClient(): Pick<EngineClient, 'prepare' | 'open' | 'inspect' | 'readPolicy' | 'evaluate'> {
  return {
    prepare: () => undefined,
    open: async (files) => ({
      tables: files.map(({ name }) => ({
        name,
        byteLength: 1,
        columns: ['y', 'p', 'q', 'region'],
        records: [['1', '0.5', '0.4', 'n']],
        warnings: [],
      })),
      faults: [],
    }),
    inspect: async (_files, answers) => ({ inspection: inspection(answers), preview: null, told: 'binary' }),
    readPolicy: async () => ({
      policy: { ...defaultPolicy, columns: { label: 'y', candidate: 'p' } },
      form: { version: 1, columns: { label: 'y', candidate: 'p' }, requirements: [] },
    }),
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
  open: (page: PageState) => page.files.open([table('a.csv')]),
  openJudged: (page: PageState) => page.files.open([table('b.csv'), new File(['version: 1'], 'policy.yaml')]),
  evaluate: (page: PageState) => page.evaluator.evaluate(),
  dropPolicy: (page: PageState) => page.evaluator.removePolicy(),
  startOver: async (page: PageState) => page.clear(),
  swap: (page: PageState) => page.evaluator.swapModels(),
  production: async (page: PageState) =>
    page.content.setup?.choose('production', page.content.setup.roles.production === 'q' ? '' : 'q'),
  split: async (page: PageState) =>
    page.content.setup?.chooseMethod(page.content.setup.split.by === 'random' ? '' : 'random'),
  slices: async (page: PageState) =>
    page.content.setup !== null &&
    page.content.setup.chooseSlices(page.content.setup.roles.slices.length > 0 ? [] : ['region']),
  threshold: async (page: PageState) => page.content.exploration?.moveTo(page.content.exploration.threshold / 2),
}

function opened() {
  const page = new PageState(fakeClient() as EngineClient, 'auto')
  return { page, undo: new Undo(page) }
}

/** Does it and lets it rest. */
async function done(
  { page, undo }: ReturnType<typeof opened>,
  deed: (page: PageState) => Promise<unknown>,
): Promise<void> {
  await deed(page)
  await page.content.setup?.settled()
  undo.follow()
  vi.advanceTimersByTime(1000)
}

/** The same but for evaluations that had to be let go. */
function isAsFarAsHeld(page: PageState, was: PageSnapshot): boolean {
  const now = page.content.snapshot
  if (was.session === null || page.content.holds(was.session)) return isSameSnapshot(now, was)
  const bare = ({ choices, ...snapshot }: PageSnapshot): PageSnapshot => ({
    ...snapshot,
    session: null,
    threshold: null,
    choices: choices && { ...choices, evaluated: null },
  })
  return now.session === null && isSameSnapshot(bare(now), bare(was))
}

describe('undo', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    return () => void vi.useRealTimers()
  })

  test('of whatever was done is identity, step by step, and so is doing it again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...Object.values(deeds)), { maxLength: 12 }), async (sequence) => {
        const tab = opened()
        const scenes = [tab.page.content.snapshot]
        for (const deed of sequence) {
          await done(tab, deed)
          if (!isSameSnapshot(tab.page.content.snapshot, scenes.at(-1)!)) scenes.push(tab.page.content.snapshot)
        }
        for (const snapshot of scenes.slice(0, -1).reverse()) {
          tab.undo.undo()
          expect(isAsFarAsHeld(tab.page, snapshot)).toBe(true)
        }
        expect(tab.undo.undoes).toBeNull()
        for (const snapshot of scenes.slice(1)) {
          tab.undo.redo()
          expect(isAsFarAsHeld(tab.page, snapshot)).toBe(true)
        }
        expect(tab.undo.redoes).toBeNull()
      }),
      { numRuns: runs(200) },
    )
  })

  test('keeps one evaluation beside the one that is shown, and lets go of the others', async () => {
    const tab = opened()
    for (const deed of [deeds.openJudged, deeds.evaluate, deeds.evaluate]) await done(tab, deed)
    expect(closed.length).toBe(1)
    tab.undo.undo()
    expect(tab.page.status).toBe('done')
    tab.undo.undo()
    expect(tab.page.status).toBe('roles')
    expect(tab.page.content.notice).toContain('let go to spare memory')
  })

  test('a threshold is a step where it rests, not on its way', async () => {
    const tab = opened()
    await done(tab, deeds.openJudged)
    for (const threshold of [0.4, 0.3, 0.2]) {
      tab.page.content.exploration!.moveTo(threshold)
      tab.undo.follow()
      vi.advanceTimersByTime(100)
    }
    tab.undo.undo()
    expect(tab.page.content.exploration!.threshold).toBe(0.5)
    expect(tab.page.content.notice).toBe('Undone: the threshold.')
    tab.undo.redo()
    expect(tab.page.content.exploration!.threshold).toBe(0.2)
  })

  test('what is under way is cancelled first', async () => {
    const tab = opened()
    await done(tab, deeds.open)
    const work = tab.page.evaluator.evaluate()
    tab.undo.undo()
    await work
    expect([tab.page.status, tab.page.content.session]).toEqual(['roles', null])
  })

  test('a swap that is cancelled is none', async () => {
    const tab = opened()
    await done(tab, deeds.openJudged)
    await done(tab, deeds.production)
    const before = tab.page.content.snapshot
    const work = tab.page.evaluator.swapModels()
    expect(tab.page.content.setup!.roles.candidate).toBe('q')
    tab.undo.undo()
    await work
    expect(isSameSnapshot(tab.page.content.snapshot, before)).toBe(true)
  })

  test('looks at a test set are not undone; starting over by mistake does not lose them', async () => {
    const tab = opened()
    await done(tab, deeds.openJudged)
    tab.page.content.ledger = { fileName: 'l.ledger.json', text: '{}' }
    tab.undo.follow()
    await done(tab, deeds.evaluate)
    tab.undo.undo()
    expect(tab.page.content.ledger?.fileName).toBe('l.ledger.json')
    await done(tab, deeds.startOver)
    expect(tab.page.content.ledger).toBeNull()
    tab.undo.undo()
    expect(tab.page.content.ledger?.fileName).toBe('l.ledger.json')
  })
})
