import type { ModelName } from '../dataset/roles.ts'
import type { EvaluationDocument, ModelResult, SliceResult } from '../report/evaluation.ts'

/**
 * A document on its way to the page. Slices, nearly all of it where there are many, travel as text: as objects every one
 * of them would be made there at once, looked at or not, while the page waits.
 */
export interface SentDocument {
  /** Without slices. */
  document: EvaluationDocument
  slices: { model: ModelName; split: string; json: string }[]
}

export function sentDocument(document: EvaluationDocument): SentDocument {
  const models = Object.entries(document.models) as [ModelName, ModelResult][]
  return {
    document: {
      ...document,
      models: Object.fromEntries(
        models.map(([model, result]) => [model, withoutSlices(result)]),
      ) as EvaluationDocument['models'],
    },
    slices: models.flatMap(([model, { splits }]) =>
      Object.entries(splits).map(([split, { slices }]) => ({ model, split, json: JSON.stringify(slices) })),
    ),
  }
}

/** The document as it was; the slices of a model on a split are read when they are first looked at. */
export function receivedDocument({ document, slices }: SentDocument): EvaluationDocument {
  for (const { model, split, json } of slices) {
    let read: SliceResult[] | undefined
    Object.defineProperty(document.models[model]!.splits[split], 'slices', {
      enumerable: true,
      get: () => (read ??= JSON.parse(json)),
    })
  }
  return document
}

function withoutSlices(result: ModelResult): ModelResult {
  return {
    ...result,
    splits: Object.fromEntries(Object.entries(result.splits).map(([split, of]) => [split, { ...of, slices: [] }])),
  }
}
