import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { classListText, columnsIn, elementOf, namedColumns, type NamedClass } from '../../src/dataset/named-columns.ts'
import type { FileHeader } from '../../src/dataset/resolve.ts'

const files = (...columns: string[]): FileHeader[] => [{ file: 'p.csv', columns }]
const plain = files('y', 's', 'probability', 'prob_0', 'prob_1', 'cat', 'dog', 'p_a', 'p_b')
const classes = (...named: [string | null, string][]) => ({
  kind: 'classes',
  classes: named.map(([label, name]) => ({ label, name })),
})

describe('what a text for scores names', () => {
  it.each<[string, unknown]>([
    ['s', { kind: 'column', name: 's' }],
    ['p.csv:s', { kind: 'column', name: 'p.csv:s' }],
    ['nothing', { kind: 'column', name: 'nothing' }],
    ['probability[2]', { kind: 'element', name: 'probability', element: 2 }],
    ['p:probability[10]', { kind: 'element', name: 'p:probability', element: 10 }],
    ['probability[0]', { kind: 'column', name: 'probability[0]' }],
    ['p_*', { kind: 'pattern', pattern: 'p_*' }],
    ['cat,dog', classes([null, 'cat'], [null, 'dog'])],
    ['cat, dog', classes([null, 'cat'], [null, 'dog'])],
    ['p.csv:cat,p.csv:dog', classes([null, 'p.csv:cat'], [null, 'p.csv:dog'])],
    ['cat=prob_0,dog=prob_1', classes(['cat', 'prob_0'], ['dog', 'prob_1'])],
    ['cat=prob_0', classes(['cat', 'prob_0'])],
    ['no=probability[1], yes=probability[2]', classes(['no', 'probability[1]'], ['yes', 'probability[2]'])],
    ['cat=nothing,dog=prob_1', classes(['cat', 'nothing'], ['dog', 'prob_1'])],
    ['>=50K=prob_1,<50K=prob_0', classes(['>=50K', 'prob_1'], ['<50K', 'prob_0'])],
    ['"a,b"=prob_0," c "=prob_1', classes(['a,b', 'prob_0'], [' c ', 'prob_1'])],
  ])('%s', (text, named) => expect(namedColumns(plain, text)).toEqual(named))

  it('is the column that is called so, whatever its name', () => {
    for (const name of ['proba[2]', 'p_*', 'cat,dog', 'a=b', '"q"']) {
      expect(namedColumns(files(name, 'proba', 'p_a', 'cat', 'dog', 'b'), name)).toEqual({ kind: 'column', name })
    }
    expect(namedColumns(files(' <=50K', ' >50K'), ' <=50K, >50K')).toEqual(classes([null, ' <=50K'], [null, ' >50K']))
    expect(elementOf(files('proba[2]'), 'proba[2]')).toEqual({ name: 'proba[2]', element: null })
  })

  it('can be written down and read again, for any classes and columns', () => {
    const part = fc.string({ minLength: 1 }).filter((text) => text.trim() !== '' && !text.includes('*'))
    fc.assert(
      fc.property(
        fc.uniqueArray(part, { minLength: 2, maxLength: 4 }),
        fc.array(part, { minLength: 4 }),
        (names, labels) => {
          const listed: NamedClass[] = names.map((name, i) => ({ label: labels[i], name }))
          expect(namedColumns(files(...names), classListText(listed))).toEqual({ kind: 'classes', classes: listed })
        },
      ),
    )
  })

  it('names these columns', () => {
    expect(columnsIn(plain, 'cat=prob_0,dog=probability[2]')).toEqual(['prob_0', 'probability'])
    expect(columnsIn(plain, 'probability[2]')).toEqual(['probability'])
    expect(columnsIn(plain, 's')).toEqual(['s'])
    expect(columnsIn(plain, 'p_*')).toEqual([])
  })
})
