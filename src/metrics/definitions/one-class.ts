import type { ClassDefinition, Planning } from './definition.ts'

const ofOneClass = {
  range: [0, 1],
  better: 'higher',
  source: 'scikit-learn',
  group: 'Of the predicted classes',
  dependsOn: 'decisions',
} as const

const shareOfClass: Planning = { by: 'share', ofRows: (_, { prevalence }) => prevalence }

/**
 * How many of the rows predicted to be this class are it.
 * Example: truth a a a b b c, predicted a a c b b c, of class c → 0.5.
 */
const classPrecision: ClassDefinition = {
  ...ofOneClass,
  id: 'precision',
  title: 'Precision',
  definition: 'share of the rows predicted to be this class that are it',
  edgeCases: 'undefined where no rows are predicted to be this class',
  missing: 'no rows are called this class',
  interval: 'wilson',
  paired: null,
  planning: shareOfClass,
}

/**
 * How many of the rows of this class are predicted to be it.
 * Example: truth a a a b b c, predicted a a c b b c, of class a → 0.6667.
 */
const classRecall: ClassDefinition = {
  ...ofOneClass,
  id: 'recall',
  title: 'Recall',
  definition: 'share of the rows of this class that are predicted to be it',
  edgeCases: 'undefined where there are no rows of this class',
  missing: 'no rows of this class',
  interval: 'wilson',
  paired: null,
  planning: shareOfClass,
}

/**
 * Precision and recall of one class in one number.
 * Example: truth a a a b b c, predicted a a c b b c, of class a → 0.8.
 */
const classF1: ClassDefinition = {
  ...ofOneClass,
  id: 'f1',
  title: 'F1',
  isProperName: true,
  definition: 'harmonic mean of the class’s precision and recall',
  edgeCases: 'undefined where there are no rows, true or predicted, of this class',
  missing: 'no rows, true or called, of this class',
  interval: 'wilson_f',
  paired: null,
  planning: { by: 'f1' },
}

/** What every class of several has of its own, in the order of the result document. */
export const classDefinitions: readonly ClassDefinition[] = [classPrecision, classRecall, classF1]
