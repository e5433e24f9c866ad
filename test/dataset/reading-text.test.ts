import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { columnSettings, columnTexts, type ColumnTexts } from '../../src/dataset/reading-text.ts'
import { readingSettings } from './reading-settings.ts'

const said = (texts: Partial<ColumnTexts>) => columnSettings({ missing: [], numberFormat: [], spelling: [], ...texts })

describe('what is said of columns', () => {
  it('is read as it was written, for any columns and words', () => {
    fc.assert(
      fc.property(readingSettings, ({ missing, numberFormat, spelling }) => {
        const settings = { missing, numberFormat, spelling }
        expect(columnSettings(columnTexts(settings))).toEqual(settings)
      }),
    )
  })

  it.each<[string[], [string, string[]][]]>([
    [['obs=NA,nan'], [['obs', ['NA', 'nan']]]],
    [['obs='], [['obs', []]]],
    [['NA,?'], [['*', ['NA', '?']]]],
    [['*='], [['*', []]]],
    [
      ['obs=NA', 'obs=?', 'NA'],
      [
        ['obs', ['NA', '?']],
        ['*', ['NA']],
      ],
    ],
    [['"a=b"="x,y", z'], [['a=b', ['x,y', 'z']]]],
    [['obs=a=b'], [['obs', ['a=b']]]],
  ])('%j are words that mean missing', (missing, words) =>
    expect(said({ missing })).toMatchObject({ missing: new Map(words) }),
  )

  it('a column that is named with no formats has plain numbers', () => {
    expect(said({ numberFormat: ['s='] })).toMatchObject({ numberFormat: new Map([['s', []]]) })
    expect(
      columnTexts({ missing: new Map(), numberFormat: new Map([['s', []]]), spelling: new Map() }).numberFormat,
    ).toEqual(['s='])
  })

  it('has the formats of a column that is named twice, and no others', () => {
    expect(said({ numberFormat: ['s=percent', 's=decimal_comma', 'a=b=currency'] })).toMatchObject({
      numberFormat: new Map([
        ['s', ['percent', 'decimal_comma']],
        ['a=b', ['currency']],
      ]),
    })
  })

  it.each<[Partial<ColumnTexts>, object]>([
    [{ numberFormat: ['s=per_cent'] }, { setting: 'numberFormat', found: 'per_cent' }],
    [
      { numberFormat: ['percent'] },
      { found: 'percent', expected: 'a column and what holds of it, such as score=percent' },
    ],
    [{ numberFormat: ['s=decimal_comma', 's=comma_thousands'] }, { found: 'decimal_comma and comma_thousands' }],
    [{ spelling: ['s=ignore'] }, { setting: 'spelling', found: 'ignore', choices: ['fold', 'exact'] }],
  ])('%j is refused', (texts, fault) => expect(said(texts)).toMatchObject(fault))
})
