import { expect, test } from 'vitest'
import { otherClass } from '../../src/result/reading.ts'
import { documentOf, modelOf } from '../documents.ts'

test('the other class is offered as positive only where all the models’ scores look reversed', () => {
  const reversed = (model: 'candidate' | 'production') => ({
    model,
    code: 'scores_reversed',
    message: `ROC AUC of the ${model} model on test is 0.2: …`,
  })
  const model = modelOf(
    {},
    {
      confusion: {
        labels: ['stays', 'leaves'],
        counts: [
          [1, 2],
          [3, 4],
        ],
      },
    },
  )
  const both = (...warnings: ReturnType<typeof reversed>[]) =>
    documentOf({ models: { candidate: model, production: model }, warnings })
  expect(otherClass(both(reversed('candidate'), reversed('production')))).toBe('stays')
  expect(otherClass(both(reversed('candidate')))).toBeNull()
  expect(otherClass(both())).toBeNull()
})
