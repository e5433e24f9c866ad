import type { Element } from '@xmldom/xmldom'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluationJunit } from '../../src/report/junit.ts'
import { requirementName } from '../../src/words/requirements.ts'
import { oneLine } from '../../src/words/style.ts'
import { documentOf, modelOf, requirementOf } from '../documents.ts'
import { documentNaming, hostileNames } from './hostile.ts'
import { attributesOf, childrenOf, elementsOf, parsedXml } from './xml.ts'
import { runs } from '../property-runs.ts'

/** What junit-10.xsd of Jenkins' xUnit plugin allows of the elements here: attributes (needed ones first) and children. */
const form: Record<string, { needs: string[]; may: string[]; children: string[] }> = {
  testsuites: { needs: [], may: ['name', 'time', 'tests', 'failures', 'errors'], children: ['testsuite'] },
  testsuite: {
    needs: ['name', 'tests', 'failures', 'errors'],
    may: ['group', 'time', 'skipped', 'timestamp', 'hostname', 'id', 'package', 'file', 'log', 'url'],
    children: ['testsuite', 'properties', 'testcase', 'system-out', 'system-err'],
  },
  properties: { needs: [], may: [], children: ['property'] },
  property: { needs: ['name', 'value'], may: [], children: [] },
  testcase: {
    needs: ['name'],
    may: ['time', 'classname', 'group'],
    children: ['skipped', 'error', 'failure', 'system-out', 'system-err'],
  },
  failure: { needs: [], may: ['type', 'message'], children: [] },
  skipped: { needs: [], may: ['type', 'message'], children: [] },
  'system-out': { needs: [], may: [], children: [] },
}

function expectForm(element: Element): void {
  const { needs, may, children } = form[element.tagName]
  const attributes = Object.keys(attributesOf(element))
  expect(attributes).toEqual(expect.arrayContaining(needs))
  expect([...needs, ...may]).toEqual(expect.arrayContaining(attributes))
  for (const child of childrenOf(element)) {
    expect(children).toContain(child.tagName)
    expectForm(child)
  }
}

const outcomes = documentOf({
  verdict: 'fail',
  models: { candidate: { splits: { ...modelOf({}).splits, validation: modelOf({}).splits.test } } },
  requirements: [
    requirementOf({}),
    requirementOf({ split: 'validation' }),
    requirementOf({ metric: 'precision', outcome: 'fail', reason: '0.5 (0.4 to 0.6) is not at least 0.8' }),
    requirementOf({ metric: 'f1', outcome: 'undecided', reason: '0.8 (0.7 to 0.9) may or may not be at least 0.8' }),
  ],
  splitting: {
    rule: null,
    made_by: null,
    gaps: [],
    findings: [
      {
        code: 'shared_id',
        splits: ['validation', 'test'],
        rows: 3,
        examples: [],
        message: '3 ids are in both.',
        effect: 'undecided',
        waived: false,
      },
      {
        code: 'shared_row',
        splits: ['validation', 'test'],
        rows: 3,
        examples: [],
        message: '3 rows are in both.',
        effect: 'undecided',
        waived: true,
      },
      {
        code: 'label_shift',
        splits: ['validation', 'test'],
        rows: null,
        examples: [],
        message: 'Other shares.',
        effect: 'none',
        waived: false,
      },
    ],
  },
  setup: { ...documentOf().setup, policy: 'churn' },
})

describe('JUnit', () => {
  it('has a suite for each split, a case for each requirement and for each finding that counts', () => {
    const [root] = elementsOf(parsedXml(evaluationJunit(outcomes)), 'testsuites')
    expectForm(root)
    expect(attributesOf(root)).toEqual({ name: 'churn', tests: '5', failures: '1', errors: '0' })
    expect(
      childrenOf(root).map((suite) => [
        suite.getAttribute('name'),
        suite.getAttribute('tests'),
        suite.getAttribute('skipped'),
      ]),
    ).toEqual([
      ['test', '4', '2'],
      ['validation', '1', '0'],
    ])
    expect(
      elementsOf(root, 'testcase').map((testCase) => [
        testCase.getAttribute('name'),
        ...childrenOf(testCase).map((child) => `${child.tagName}: ${child.textContent}`),
      ]),
    ).toEqual([
      ['recall, test'],
      ['precision, test', 'failure: 0.5 (0.4 to 0.6) is not at least 0.8'],
      ['f1, test', 'skipped: 0.8 (0.7 to 0.9) may or may not be at least 0.8'],
      [
        'splits are apart: shared_id, validation and test',
        'skipped: 3 ids are in both. The verdict cannot be a pass, unless the policy waives it by name (waive: [shared_id]).',
      ],
      ['recall, validation'],
    ])
    expect(elementsOf(root, 'testcase').every((testCase) => testCase.getAttribute('classname') === 'churn')).toBe(true)
  })

  it('what is undecided is a failure where that is asked for', () => {
    const [root] = elementsOf(parsedXml(evaluationJunit(outcomes, { undecided: 'failure' })), 'testsuites')
    expect(root.getAttribute('failures')).toBe('3')
    expect(elementsOf(root, 'failure').map((failure) => failure.getAttribute('type'))).toEqual([
      'fail',
      'undecided',
      'undecided',
    ])
    expect(elementsOf(root, 'skipped')).toEqual([])
  })

  it('requirements of one name are told apart by their bounds, as readers take one name for one case', () => {
    const requirements = [
      requirementOf({ bound: { at_least: 0.7 } }),
      requirementOf({ bound: { at_most: 0.9 } }),
      requirementOf({ metric: 'f1' }),
    ]
    const names = elementsOf(parsedXml(evaluationJunit(documentOf({ verdict: 'pass', requirements }))), 'testcase').map(
      (testCase) => testCase.getAttribute('name'),
    )
    expect(names).toEqual(['recall, test, at least 0.7', 'recall, test, at most 0.9', 'f1, test'])
  })

  it('says as properties which look it is, at which confidence, and the autonomy', () => {
    const text = evaluationJunit(
      documentOf({
        verdict: 'pass',
        requirements: [requirementOf({})],
        looks: { number: 2, confidence: 0.975, correction: 'bonferroni', earlier: [] },
        autonomy: { level: 3, of: 5, standing: 'met', checklist: [], missing: null },
        setup: { ...documentOf().setup, confidence: 0.975 },
      }),
    )
    const properties = elementsOf(parsedXml(text), 'property').map((property) => [
      property.getAttribute('name'),
      property.getAttribute('value'),
    ])
    expect(Object.fromEntries(properties)).toMatchObject({
      confidence: '0.975',
      look: '2',
      autonomy: 'level 3 of 5: met',
    })
    expect(evaluationJunit(documentOf({ looks: { number: null, reason: 'no ledger' } }))).toContain(
      '<property name="look" value="not counted"/>',
    )
  })

  it('says all else that other reports say as the output of the suite that counts, a line each', () => {
    const warnings = [{ code: 'left_out', message: '3 rows\nwere left out.' }]
    const [output, ...others] = elementsOf(
      parsedXml(
        evaluationJunit({
          ...outcomes,
          warnings,
          autonomy: { level: 2, of: 5, standing: 'not_met', checklist: [], missing: null },
        }),
      ),
      'system-out',
    )
    expect(others).toEqual([])
    expect((output.parentNode as Element).getAttribute('name')).toBe('test')
    expect(output.textContent!.split('\n')).toEqual([
      'Not good enough: 1 of 4 requirements failed.',
      'Intervals have confidence 95 %: if a requirement were just not met, a result like this would come up in at most 1 of 40 samples.',
      'Autonomy: level 2 of 5 (suggests) is not met.',
      'shared_id: 3 ids are in both. The verdict cannot be a pass, unless the policy waives it by name (waive: [shared_id]).',
      'shared_row: 3 rows are in both. Waived by the policy: does not change the verdict.',
      'label_shift: Other shares.',
      'left_out: 3 rows\\u000awere left out.',
    ])
  })

  it('says no time: the same result is the same bytes', () => {
    expect(evaluationJunit(outcomes)).toBe(evaluationJunit(structuredClone(outcomes)))
    expect(evaluationJunit(outcomes)).not.toMatch(/time/)
  })

  it('without a policy it has suites and no case', () => {
    const text = evaluationJunit(documentOf())
    expect(text).toContain('<property name="verdict" value="none"/>')
    expect(elementsOf(parsedXml(text), 'testcase')).toEqual([])
  })

  it.each(hostileNames)('%j stays text', (name) => staysText(name))

  it('any text stays text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 40 }), staysText), { numRuns: runs(300) })
  })
})

function staysText(name: string): void {
  const document = documentNaming(name)
  const [root] = elementsOf(parsedXml(evaluationJunit(document)), 'testsuites')
  expectForm(root)
  // A character that XML cannot hold is shown as its code; nothing else changes.
  const shown = (text: string) =>
    text.replace(
      /[^\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]|[\u202a-\u202e\u2066-\u2069]/gu,
      (c) => `\\u${c.codePointAt(0)!.toString(16).padStart(4, '0')}`,
    )
  expect(root.getAttribute('name')).toBe(shown(name))
  const names = elementsOf(root, 'testcase').map((testCase) => testCase.getAttribute('name')!)
  expect(names.slice(0, 3)).toEqual(
    document.requirements.map((requirement) => shown(oneLine(requirementName(requirement)))),
  )
  expect(elementsOf(root, 'failure').map(({ textContent }) => textContent)).toEqual([shown(name)])
}
