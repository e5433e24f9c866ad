import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Document, isCollection, isPair, visit, type Node } from 'yaml'
import { refusalOf } from '../../helpers/fault.ts'
import { changed, editedText, editPolicy, type PolicyChange } from '../../../src/policy/file/edit.ts'
import { isSame } from '../../../src/policy/file/plain-values.ts'
import { readDocument } from '../../../src/policy/file/document.ts'
import { readPolicy } from '../../../src/policy/file/parse.ts'
import { policyFrom } from '../../../src/policy/stakes/policy-from.ts'
import { InputError } from '../../../src/table/input-error.ts'
import { runs } from '../../property-runs.ts'

const written = `# What "good enough" means here.
version: 1   # of the form
name: "churn"

# Chosen on validation.
threshold: # why
  maximise: f1
  on: validation # never on test

costs: {false_positive: 1, false_negative: 10}   # in euros
confidence: 0.9
requirements:
  # It has to rank.
  - {metric: roc_auc, at_least: 0.85}   # agreed with risk

  # It has to find them.
  - metric: recall
    at_least: 0.80 # as today
  - {metric: precision, versus_production: {at_least: -0.01}}
# the end
`

const set = (path: (string | number)[], value: unknown): PolicyChange => ({ kind: 'set', path, value })
const insert = (at: number, value: unknown): PolicyChange => ({ kind: 'insert', path: ['requirements'], at, value })
const move = (from: number, to: number): PolicyChange => ({ kind: 'move', path: ['requirements'], from, to })
const edited = (change: PolicyChange, text = written) => editedText('p.yaml', text, change)

/** The change is the only one: what is written instead of what. */
function expectOnly(change: PolicyChange, before: string, after: string, text = written): void {
  expect(text.split(before)).toHaveLength(2)
  expect(edited(change, text)).toBe(text.replace(before, () => after))
}

describe('a change in the form rewrites only that part of the text', () => {
  it('a number', () => {
    expectOnly(set(['requirements', 0, 'at_least'], 0.9), '0.85', '0.9')
    expectOnly(set(['requirements', 1, 'at_least'], 0.75), '0.80 #', '0.75 #')
    expectOnly(set(['confidence'], 0.95), 'confidence: 0.9\n', 'confidence: 0.95\n')
    expectOnly(set(['requirements', 2, 'versus_production', 'at_least'], -0.02), '-0.01', '-0.02')
  })

  it('a name in quotes, with whatever the new one needs', () => {
    expectOnly(set(['name'], 'outreach'), '"churn"', 'outreach')
    expectOnly(set(['name'], 'churn: "v2" # new'), '"churn"', '"churn: \\"v2\\" # new"')
  })

  it('a key that is new goes where the schema has it', () => {
    expectOnly(
      set(['ledger'], 'churn.ledger.json'),
      'confidence: 0.9\n',
      'confidence: 0.9\nledger: churn.ledger.json\n',
    )
    expectOnly(set(['abstain'], { from: 0.4, to: 0.6 }), '# in euros\n', '# in euros\nabstain: {from: 0.4, to: 0.6}\n')
    expectOnly(
      set(['report', 'smallest_group'], 10),
      'confidence: 0.9\n',
      'confidence: 0.9\nreport: {smallest_group: 10}\n',
    )
    expectOnly(set(['requirements', 0, 'at_most'], 0.99), 'at_least: 0.85', 'at_least: 0.85, at_most: 0.99')
    expectOnly(
      set(['requirements', 1, 'slices'], ['region', 'age band']),
      '# as today\n',
      '# as today\n    slices: [region, "age band"]\n',
    )
    expectOnly(set(['requirements', 0, 'class'], 'dog'), 'roc_auc', 'roc_auc, class: dog')
    expectOnly(
      set(['threshold', 'subject_to'], { precision: { at_least: 0.9 } }),
      'maximise: f1\n',
      'maximise: f1\n  subject_to: {precision: {at_least: 0.9}}\n',
    )
  })

  it('a map key by key', () => {
    expectOnly(
      set(['requirements', 0], { metric: 'roc_auc', versus_production: { at_least: -0.01 }, advisory: true }),
      '{metric: roc_auc, at_least: 0.85}',
      '{metric: roc_auc, versus_production: {at_least: -0.01}, advisory: true}',
    )
    expectOnly(
      set(['requirements', 1], { metric: 'recall', at_most: 0.9 }),
      'at_least: 0.80 # as today',
      'at_most: 0.9',
    )
    expectOnly(
      set(['threshold'], { minimise: 'expected_cost', on: 'validation' }),
      'maximise: f1',
      'minimise: expected_cost',
    )
  })

  it('a block becomes one line, and its comments stay', () => {
    expectOnly(
      set(['threshold'], 0.4),
      'threshold: # why\n  maximise: f1\n  on: validation # never on test',
      'threshold: 0.4 # why # never on test',
    )
    expectOnly(
      set(['threshold'], 0.4),
      'threshold:\n  maximise: f1',
      'threshold: 0.4',
      'version: 1\nthreshold:\n  maximise: f1\nrequirements: [{metric: f1, at_least: 0}]\n',
    )
    expectOnly(
      set(['threshold'], { maximise: 'f1', on: 'validation' }),
      'threshold: 0.4',
      'threshold: {maximise: f1, on: validation}',
      'version: 1\nthreshold: 0.4 # half\nrequirements: [{metric: f1, at_least: 0}]\n',
    )
  })

  it('what is taken away takes the comment directly above it along, and no other', () => {
    expectOnly(
      set(['threshold'], undefined),
      '\n# Chosen on validation.\nthreshold: # why\n  maximise: f1\n  on: validation # never on test\n',
      '',
    )
    expectOnly(set(['costs'], undefined), 'costs: {false_positive: 1, false_negative: 10}   # in euros\n', '')
    expectOnly(
      set(['requirements', 0], undefined),
      '  # It has to rank.\n  - {metric: roc_auc, at_least: 0.85}   # agreed with risk\n',
      '',
    )
    expectOnly(
      set(['requirements', 1], undefined),
      '  # It has to find them.\n  - metric: recall\n    at_least: 0.80 # as today\n',
      '',
    )
    expectOnly(set(['requirements', 1, 'metric'], undefined), 'metric: recall\n    at_least', 'at_least')
    expectOnly(set(['costs', 'false_positive'], undefined), 'false_positive: 1, ', '')
    expectOnly(set(['costs', 'false_negative'], undefined), ', false_negative: 10', '')
  })

  it('a requirement comes, and goes elsewhere with its reason', () => {
    const f1 = { metric: 'f1', at_least: 0.7, slices: ['region'] }
    expectOnly(insert(3, f1), '-0.01}}\n', '-0.01}}\n  - {metric: f1, at_least: 0.7, slices: [region]}\n')
    expectOnly(insert(0, f1), 'requirements:\n', 'requirements:\n  - {metric: f1, at_least: 0.7, slices: [region]}\n')
    const [first, second] = [
      '  # It has to rank.\n  - {metric: roc_auc, at_least: 0.85}   # agreed with risk\n',
      '  # It has to find them.\n  - metric: recall\n    at_least: 0.80 # as today\n',
    ]
    expectOnly(move(0, 1), `${first}\n${second}`, `${second}\n${first}`)
  })

  it('in a list between brackets, too', () => {
    const text = 'version: 1\nrequirements: [{metric: f1, at_least: 0.5}, {metric: rows, at_least: 9}] # both\n'
    expectOnly(
      move(1, 0),
      '{metric: f1, at_least: 0.5}, {metric: rows, at_least: 9}',
      '{metric: rows, at_least: 9}, {metric: f1, at_least: 0.5}',
      text,
    )
    expectOnly(insert(1, { metric: 'ks', at_least: 0.3 }), '0.5},', '0.5}, {metric: ks, at_least: 0.3},', text)
    expectOnly(insert(0, { metric: 'ks', at_least: 0.3 }), '[{', '[{metric: ks, at_least: 0.3}, {', text)
    expectOnly(set(['requirements', 0], undefined), '{metric: f1, at_least: 0.5}, ', '', text)
    expectOnly(set(['requirements', 1], undefined), ', {metric: rows, at_least: 9}', '', text)
    const commented =
      'version: 1\nrequirements: [\n  {metric: f1, at_least: 0.5}, # first\n  {metric: rows, at_least: 9}, # second\n]\n'
    expect(edited(set(['requirements', 1], undefined), commented)).toBe(
      'version: 1\nrequirements: [\n  {metric: f1, at_least: 0.5} # first\n  , # second\n]\n',
    )
    expect(edited(set(['requirements', 0], undefined), commented)).toBe(
      'version: 1\nrequirements: [\n   # first\n  {metric: rows, at_least: 9}, # second\n]\n',
    )
  })

  it('JSON stays JSON, a key or an item to a line where it is so', () => {
    const value = {
      version: 1,
      costs: { false_positive: 1, false_negative: 2 },
      requirements: [{ metric: 'f1', at_least: 0.5 }],
    }
    const [compact, pretty] = [JSON.stringify(value), `${JSON.stringify(value, null, 2)}\n`]
    const changes = [
      set(['confidence'], 0.9),
      set(['requirements', 0, 'slices'], ['a "b"']),
      set(['costs'], undefined),
      set(['requirements', 0, 'at_least'], 0.25),
      insert(1, { metric: 'rows', at_least: 100 }),
    ]
    for (const change of changes) {
      for (const text of [compact, pretty])
        expect(JSON.parse(editedText('p.json', text, change))).toEqual(changed(value, change))
    }
    expect(editedText('p.json', pretty, changes[0])).toBe(
      pretty.replace('  "requirements"', '  "confidence": 0.9,\n  "requirements"'),
    )
    expect(editedText('p.json', pretty, changes[2])).toBe(pretty.replace(/ {2}"costs": \{[^}]*\},\n/, ''))
  })

  it('line breaks of two characters stay so', () => {
    const text = written.replaceAll('\n', '\r\n')
    for (const change of [
      set(['ledger'], 'l.json'),
      set(['threshold'], undefined),
      set(['threshold'], 0.5),
      move(0, 2),
    ]) {
      expect(edited(change, text)).toBe(edited(change).replaceAll('\n', '\r\n'))
    }
  })

  it('a text without a last line break, too', () => {
    const text = 'version: 1\nrequirements:\n- {metric: f1, at_least: 0.5}'
    expect(edited(insert(1, { metric: 'rows', at_least: 9 }), text)).toBe(`${text}\n- {metric: rows, at_least: 9}`)
  })
})

describe('what comes out is read as any policy', () => {
  it('with what it says, in both forms', () => {
    const { text, policy, form } = editPolicy('p.yaml', written, set(['requirements', 0, 'at_least'], 0.9))
    expect({ policy, form }).toEqual(readPolicy('p.yaml', text))
    expect([form.requirements[0].at_least, policy.requirements[0].bound, form.seed, policy.seed]).toEqual([
      0.9,
      { atLeast: 0.9 },
      undefined,
      1,
    ])
  })

  it('what would be no policy is refused', () => {
    const refused = (change: PolicyChange) => expect(() => editPolicy('p.yaml', written, change)).toThrow(InputError)
    refused(set(['confidence'], 2))
    refused(set(['requirements', 0, 'metric'], 'auc'))
    refused(set(['requirements'], []))
    refused(set(['threshold', 'minimise'], 'expected_cost'))
    expect(() => editPolicy('p.yaml', 'version: 2\n', set(['confidence'], 0.9))).toThrow('found 2, expected version: 1')
  })

  it('nor is a layout touched that it cannot keep', () => {
    const odd = 'version: 1\n? confidence\n: 0.9\nrequirements: [{metric: f1, at_least: 0.5}]\n'
    expect(refusalOf(() => edited(set(['confidence'], undefined), odd))).toEqual({
      code: 'layout_not_editable',
      message: expect.stringMatching(
        /^p\.yaml, line \d+, character \d+, confidence: found a layout that the form cannot change, expected plain YAML or JSON\. Change it in the text\.$/,
      ),
    })
  })

  it('the reason of every number of a policy from the stakes stays, but of what is taken away', () => {
    const made = policyFrom({
      name: null,
      task: 'binary',
      does: 'decide',
      isReversible: false,
      costs: { falsePositive: 1, falseNegative: 5 },
      reviewCost: null,
      prevalence: 0.1,
      columns: { label: 'y', candidate: 's', production: 'old', split: 'split', slices: ['region'] },
      split: null,
      hasValidation: true,
      hasLooked: false,
      ledger: 'l.json',
    })
    const { requirements } = readPolicy('p.yaml', made).form
    const all = requirements.reduce(
      (text, _, i) => edited(set(['requirements', i, 'advisory'], i > 0 ? true : undefined), text),
      made,
    )
    expect(all.match(/#.*/g)).toEqual(made.match(/#.*/g))
    const turned = requirements.reduce((text) => edited(move(requirements.length - 1, 0), text), made)
    expect(turned).toBe(made)
  })
})

/** Policies as people write them: any layout, comments here and there. */
const names = fc.constantFrom('region', 'age band', 'true', '1', 'été', '# odd', 'a: b')
const bounds = fc.record(
  { at_least: fc.double({ min: -1, max: 0, noNaN: true }), at_most: fc.double({ min: 0, max: 1, noNaN: true }) },
  { requiredKeys: ['at_least'] },
)
const requirement = fc.oneof(
  fc
    .tuple(
      bounds,
      fc.record(
        { split: names, slices: fc.oneof(names, fc.tuple(names, names)), advisory: fc.constant(false) },
        { requiredKeys: [] },
      ),
    )
    .map(([bound, rest]) => ({ metric: 'f1', ...bound, ...rest })),
  bounds.map((bound) => ({ metric: 'roc_auc', versus_production: bound })),
  fc.tuple(names, bounds).map(([from, bound]) => ({ metric: 'log_loss', gap: { from, ...bound } })),
)
const threshold = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }),
  bounds.map((precision) => ({ maximise: 'recall', subject_to: { precision }, on: 'validation' })),
)
const abstain = fc.constant({ from: 0.4, to: 0.6 })
const policyValue = fc.record(
  {
    version: fc.constant(1),
    name: names,
    threshold,
    abstain,
    confidence: fc.constantFrom(0.8, 0.9),
    requirements: fc.array(requirement, { minLength: 2, maxLength: 5 }),
  },
  { requiredKeys: ['version', 'requirements'] },
)

const layouts = fc.array(fc.nat(7), { minLength: 60, maxLength: 60 })

/** The value as YAML, laid out by the dice. */
function laidOut(value: unknown, dice: number[]): string {
  const document = new Document(value)
  let rolled = 0
  visit(document, (_key, node) => {
    if (isPair(node) || typeof node !== 'object') return
    const die = dice[rolled++ % dice.length]
    if (isCollection(node) && node !== document.contents && die % 2 === 0) node.flow = true
    if (die === 1) (node as Node).commentBefore = ` above ${rolled}`
    if (die === 3) (node as Node).comment = ` beside ${rolled}`
    if (die === 5) (node as Node).spaceBefore = true
  })
  return document.toString({ flowCollectionPadding: dice[0] % 2 === 0, indentSeq: dice[1] % 2 === 0, lineWidth: 0 })
}

const anywhere = fc.tuple(policyValue, layouts).map(([value, dice]) => ({ value, text: laidOut(value, dice) }))
const changes = fc.oneof(
  fc
    .tuple(fc.constantFrom('name', 'ledger'), fc.option(names, { nil: undefined }))
    .map(([key, value]) => set([key], value)),
  fc.option(threshold, { nil: undefined }).map((value) => set(['threshold'], value)),
  fc.option(abstain, { nil: undefined }).map((value) => set(['abstain'], value)),
  fc.constantFrom(0.95, undefined).map((value) => set(['confidence'], value)),
  fc.tuple(fc.nat(1), requirement).map(([at, value]) => set(['requirements', at], value)),
  fc.nat(1).map((at) => set(['requirements', at], undefined)),
  fc.tuple(fc.nat(2), requirement).map(([at, value]) => insert(at, value)),
  fc.tuple(fc.nat(1), fc.nat(1)).map(([from, to]) => move(from, to)),
)

describe('whatever the layout', () => {
  const valueOf = (text: string) => readDocument('p.yaml', text).value
  /** What the reader itself does not take for what was meant (a comment where none can be) is not looked at. */
  const isAsMeant = ({ value, text }: { value: unknown; text: string }) => {
    try {
      return isSame(valueOf(text), value)
    } catch {
      return false
    }
  }

  it('the text says what the form says', () => {
    fc.assert(
      fc.property(anywhere.filter(isAsMeant), changes, ({ value, text }, change) => {
        expect(isSame(valueOf(edited(change, text)), changed(value, change))).toBe(true)
      }),
      { numRuns: runs(500) },
    )
  })

  it('every comment stays where nothing is taken away', () => {
    const keeping = changes.filter((change) => change.kind !== 'set')
    const sorted = (text: string) => (text.match(/# (above|beside) \d+/g) ?? []).sort()
    fc.assert(
      fc.property(anywhere.filter(isAsMeant), keeping, ({ text }, change) => {
        expect(sorted(edited(change, text))).toEqual(expect.arrayContaining(sorted(text)))
      }),
      { numRuns: runs(200) },
    )
  })

  it('and back again is the text as it was', () => {
    fc.assert(
      fc.property(anywhere.filter(isAsMeant), requirement, fc.nat(2), ({ value, text }, added, at) => {
        const with_ = edited(insert(at, added), text)
        expect(edited(set(['requirements', at], undefined), with_)).toBe(text)
        const moved = edited(move(0, 1), text)
        expect(edited(move(1, 0), moved)).toBe(text)
        if (value.confidence === undefined)
          expect(edited(set(['confidence'], undefined), edited(set(['confidence'], 0.7), text))).toBe(text)
      }),
      { numRuns: runs(300) },
    )
  })
})
