import { describe, expect, test } from 'vitest'
import { PageState } from '../../../src/page/shell/page-state.svelte.ts'
import { readPolicy } from '../../../src/policy/file/parse.ts'
import type { EngineClient, Session } from '../../../src/worker/protocol.ts'
import { FileInspector } from '../../../src/worker/inspecting.ts'
import { InputError } from '../../../src/table/input-error.ts'
import { documentOf, modelOf } from '../../documents.ts'

const rows = Array.from({ length: 60 }, (_, at) => `${at % 3 === 0 ? 1 : 0},${at % 3 === 0 ? 0.7 : 0.2}${at % 10}`)
const table = (name: string, header = 'y_true,y_proba') => new File([`${header}\n${rows.join('\n')}\n`], name)
const empty = new File([''], 'empty.csv')
const policyText =
  'version: 1\ncolumns: {label: y_true, candidate: y_proba}\nrequirements: [{metric: f1, at_least: 0}]\n'
const policy = new File([policyText], 'policy.yaml')
const faulty = new File(['version: 1\nrequirements: [{metric: f9, at_least: 0}]\n'], 'faulty.yaml')

function noResults(): Session {
  const document = documentOf({ models: { candidate: modelOf({}) } })
  return { document, ledger: null, close: () => {} } as unknown as Session
}

/** A page over an engine that opens files and reads policies, and whose evaluations have no results. */
function openedPage(evaluate = noResults): PageState {
  const inspector = new FileInspector(
    (file) => ({ name: file.name, byteLength: file.size, open: () => file.stream() }),
    async () => (await import('../../../src/containers/readers.ts')).tableReaders,
  )
  const client: Partial<EngineClient> = {
    prepare: () => undefined,
    open: (files, sheet) => inspector.open(files, sheet),
    inspect: (...asked) => inspector.inspect(...asked),
    readPolicy: async (name, text) => readPolicy(name, text),
    evaluate: async () => evaluate(),
  }
  return new PageState(client as EngineClient, 'auto')
}

describe('one faulty file of several', () => {
  test('loses none of the others: they are loaded, and the faulty one is named', async () => {
    const page = openedPage()
    await page.files.open([table('p.csv'), empty])
    expect(page.content.setup?.tables.map(({ name }) => name)).toEqual(['p.csv'])
    expect(page.content.failure).toMatchObject({ isPartial: true, place: 'top', errors: [{ where: 'empty.csv' }] })
    expect(page.status).toBe('error')
    page.content.dismiss()
    expect(page.status).toBe('roles')
  })

  test('is no reason to evaluate without it, even under a policy that names the roles', async () => {
    const page = openedPage()
    await page.files.open([table('p.csv'), empty, policy])
    expect([page.content.session, page.content.setup?.loadedPolicy?.fileName]).toEqual([null, 'policy.yaml'])
  })

  test('that is the policy keeps the predictions, and none is judged by', async () => {
    const page = openedPage()
    await page.files.open([table('p.csv'), faulty])
    expect(page.content.setup).toMatchObject({ loadedPolicy: null, tables: [{ name: 'p.csv' }] })
    expect(page.content.failure?.errors[0].where).toContain('faulty.yaml')
    const { failure } = page.content
    await page.files.open([faulty])
    expect(page.content.setup?.tables).toHaveLength(1)
    expect([failure?.isPartial, page.content.failure?.isPartial]).toEqual([true, false])
  })

  test('beside others that are faulty too leaves everything as it was, and all are named', async () => {
    const page = openedPage()
    await page.files.open([table('p.csv')])
    const { setup } = page.content
    await page.files.open([empty, new File(['a\n'], 'bare.csv'), faulty])
    expect(page.content.setup).toBe(setup)
    expect(page.content.failure?.errors.map(({ where }) => where.split(',')[0])).toEqual([
      'faulty.yaml',
      'empty.csv',
      'bare.csv',
    ])
  })
})

describe('the next file', () => {
  test('of the same shape is read as the one before, and says so; asked again it is not', async () => {
    const page = openedPage()
    await page.files.open([table('may.csv')])
    page.content.setup!.choose('candidate', 'y_proba')
    await page.content.setup!.settled()
    await page.files.open([table('june.csv')])
    const setup = page.content.setup!
    expect([setup.source, setup.said.roles]).toEqual([
      { kind: 'reused', fileName: 'may.csv' },
      { candidate: 'y_proba' },
    ])
    setup.askAgain()
    await setup.settled()
    expect(setup.said.roles).toEqual({})
  })

  test('of another shape is looked at anew', async () => {
    const page = openedPage()
    await page.files.open([table('may.csv')])
    page.content.setup!.choose('candidate', 'y_proba')
    await page.files.open([table('june.csv', 'y_true,y_score')])
    expect([page.content.setup!.source.kind, page.content.setup!.said.roles]).toEqual(['guess', {}])
  })
})

test('an error while evaluating is said beside the button that it came from; what is shown stays', async () => {
  const page = openedPage(() => {
    throw new InputError({ code: 'odd', place: {}, found: 'this', expected: 'that', remedy: 'Mend it.' })
  })
  await page.files.open([table('p.csv')])
  const { setup } = page.content
  await page.evaluator.evaluate('evaluate')
  expect(page.content).toMatchObject({ setup, session: null, failure: { place: 'evaluate', isPartial: false } })
  expect(page.content.alertPlace).toBe('evaluate')
  await page.files.open([policy])
  expect(page.content.alertPlace).toBe('top')
  page.content.fail(new Error('odd'), 'policy')
  expect(page.content.alertPlace).toBe('top')
})
