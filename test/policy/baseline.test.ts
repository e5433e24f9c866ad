import { describe, expect, it } from 'vitest'
import { parseBaseline, requireComparable } from '../../src/policy/baseline.ts'
import { refusalOf } from '../helpers/fault.ts'
import { baselineOf } from './baseline-record.ts'

const good = JSON.stringify(baselineOf(), null, 2)

describe('a baseline', () => {
  it('is read as it was written, however it is laid out', () => {
    expect(parseBaseline('b.json', good)).toEqual({ file: 'b.json', record: baselineOf() })
    expect(parseBaseline('b.json', JSON.stringify(baselineOf())).record).toEqual(baselineOf())
  })

  it.each([
    ['"version": 1', '"version": 2', 'b.json, version: found 2, expected 1 (this program reads no other)'],
    [
      '"good-enough/baseline"',
      '"good-enough/evaluation"',
      'b.json, format: found "good-enough/evaluation", expected "good-enough/baseline"',
    ],
    ['"rows": 400,\n  "splits"', '"rows": -4,\n  "splits"', 'b.json, rows: found -4'],
    [
      '"version": 1,',
      '"version": 1, "rowss": 1,',
      'b.json, rowss: found an unknown key, expected what --promote writes',
    ],
    ['"value": 0.8', '"value": "0.8"', 'b.json, splits.test.metrics.recall: found a map'],
    ['"value": 0.8', '"value": 0.7', 'b.json, sha256: found numbers that are not those that were promoted'],
    ['"rows": 100', '"rows": 1e999', 'b.json, splits.test.slices[0].rows: found Infinity, expected '],
    ['"task": "binary",\n', '', 'b.json, task: found nothing'],
    ['"version": 1,', '"version": 1', 'b.json, line 4, character 3: found '],
  ])('with %j as %j is refused at its path', (before, after, words) => {
    expect(good).toContain(before)
    const error = refusalOf(() => parseBaseline('b.json', good.replace(before, after)))
    expect(error.code).toBe('not_a_baseline')
    expect(error.message.slice(0, words.length)).toBe(words)
  })

  const withTallies = (tallies: object) => {
    const { test } = baselineOf().splits
    return JSON.stringify(baselineOf({ splits: { test: { ...test, tallies } as typeof test } }))
  }

  it('may have tallies by score, or why there are none', () => {
    for (const tallies of [
      { edges: [0.2, 0.5], rows: [150, 150, 100], positives: [20, 80, 100] },
      { edges: [0.5], rows: [300, 100] },
      { left_out: 'too few rows' },
    ]) {
      expect(parseBaseline('b.json', withTallies(tallies)).record.splits.test.tallies).toEqual(tallies)
    }
  })

  it.each([
    ['that do not add up to its rows', { edges: [0.5], rows: [300, 99] }],
    ['with other positives', { edges: [0.5], rows: [300, 100], positives: [100, 99] }],
    ['with more positives than rows', { edges: [0.5], rows: [300, 100], positives: [99, 101] }],
    ['with too few edges', { edges: [], rows: [300, 100] }],
    ['with edges that do not ascend', { edges: [0.5, 0.5], rows: [300, 50, 50] }],
    ['without rows in a bin', { edges: [0.5, 0.6], rows: [300, 0, 100] }],
  ])('tallies %s are refused at their path', (_case, tallies) => {
    expect(refusalOf(() => parseBaseline('b.json', withTallies(tallies))).message).toMatch(
      /^b\.json, splits\.test\.tallies/,
    )
  })

  it('cut off anywhere, or nothing of the kind, is refused', () => {
    for (let length = 0; length < good.length; length += 17)
      expect(refusalOf(() => parseBaseline('b.json', good.slice(0, length))).code).toBe('not_a_baseline')
    for (const text of ['null', '[]', '1', '"x"', '{}', '['.repeat(200_000), '{"a":'.repeat(200_000)]) {
      expect(refusalOf(() => parseBaseline('b.json', text)).code).toBe('not_a_baseline')
    }
  })

  it('of another task, positive class or set of classes cannot be compared with', () => {
    const told = (task: 'binary' | 'multiclass' | 'regression') => ({ task, evidence: '' })
    const of = (change: Parameters<typeof baselineOf>[0]) => ({ file: 'b.json', record: baselineOf(change) })
    const many = of({ task: 'multiclass', labels: ['a', 'b', 'c'] })
    expect(() => requireComparable(of({}), told('binary'), ['0', '1'])).not.toThrow()
    expect(() => requireComparable(of({}), told('binary'), ['no', '1'])).not.toThrow()
    expect(() => requireComparable(many, told('multiclass'), ['a', 'b', 'c'])).not.toThrow()
    expect(() => requireComparable(of({ task: 'regression', labels: null }), told('regression'), null)).not.toThrow()
    expect(refusalOf(() => requireComparable(of({}), told('regression'), null))).toEqual({
      code: 'baseline_of_another_task',
      message:
        'b.json: found a baseline of the binary task, expected one of the regression task. Name a baseline of the same task, or leave it out.',
    })
    expect(refusalOf(() => requireComparable(of({}), told('binary'), ['1', '0']))).toEqual({
      code: 'baseline_of_other_classes',
      message:
        'b.json: found the positive class "1", expected the positive class "0". Name a baseline of the same task, or leave it out.',
    })
    expect(refusalOf(() => requireComparable(many, told('multiclass'), ['a', 'b'])).message).toContain(
      'found the classes "a", "b", "c", expected the classes "a", "b"',
    )
  })
})
