import { describe, expect, it } from 'vitest'
import { classPatterns } from '../../src/dataset/class-patterns.ts'
import { guessModels, isDecision } from '../../src/dataset/guess-models.ts'
import { headColumns } from '../../src/dataset/head-column.ts'

function columnsOf(lines: string) {
  const [columns, ...records] = lines.split('\n').map((line) => line.split(','))
  return headColumns([{ file: 'p.csv', columns, records }])
}

/** The names of the guesses, by role; the label is the first column. */
function guessed(lines: string): Record<string, string> {
  const [label, ...free] = columnsOf(lines)
  const guesses = guessModels(label, free, classPatterns(label, [label, ...free]))
  return Object.fromEntries(Object.entries(guesses).map(([role, guess]) => [role, guess?.name ?? '']))
}

describe('the guess at the models', () => {
  it.each<[string, string, Record<string, string>]>([
    ['a score', 'y,score,age\n0,0.1,30\n1,0.9,40', { candidate: 'score' }],
    [
      'two scores, of which one is named as the old one',
      'y,score_v1,score_v2\n0,0.1,0.2\n1,0.9,0.8',
      { candidate: 'score_v2', production: 'score_v1' },
    ],
    [
      'a candidate and a champion',
      'y,champion,challenger\n0,0.1,0.2\n1,0.9,0.8',
      { candidate: 'challenger', production: 'champion' },
    ],
    ['one score that is named as the old one', 'y,score_v1\n0,0.1\n1,0.9', { candidate: 'score_v1' }],
    ['the score of the positive class', 'y,p_0,p_1\n0,0.9,0.1\n1,0.2,0.8', { candidate: 'p_1' }],
    ['predicted classes where there are no scores', 'y,y_pred\n0,1\n1,1', { prediction: 'y_pred' }],
    [
      'predicted classes of several',
      'y,pred,old_pred\na,a,b\nb,b,b\nc,a,c',
      { prediction: 'pred', productionPrediction: 'old_pred' },
    ],
    [
      'scores of the candidate beside classes of production',
      'y,score,current_pred\n0,0.1,0\n1,0.9,1',
      { candidate: 'score', productionPrediction: 'current_pred' },
    ],
    [
      'patterns of probabilities',
      'y,p_a,p_b,p_c,old_a,old_b,old_c\na,1,0,0,1,0,0\nb,0,1,0,0,1,0\nc,0,0,1,0,0,1',
      { candidate: 'p_*', production: 'old_*' },
    ],
    ['nothing that looks like a score', 'y,region\n0,north\n1,south', {}],
  ])('takes %s', (_, lines, roles) => expect(guessed(lines)).toEqual(roles))

  it('needs no label', () => {
    expect(guessModels(undefined, columnsOf('score,region\n0.1,n\n0.2,s'), []).candidate?.name).toBe('score')
  })
})

it.each([
  ['y,y_pred\n0,1\n1,0', true],
  ['y,current\n0,1\n1,0', true],
  ['y,region\n0,1\n1,0', false],
  ['y,y_pred\n0,2\n1,0', false],
  ['y,y_pred\n1.5,1.5\n2.5,2.5\n3.5,3.5', false],
])('%j: the second column holds decisions: %j', (lines, isSo) => {
  const [label, column] = columnsOf(lines)
  expect(isDecision(column, label)).toBe(isSo)
})
