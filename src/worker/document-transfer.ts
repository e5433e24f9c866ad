import type { ModelName } from '../dataset/roles.ts'
import type { EvaluationDocument, ModelResult, SliceResult, SplitResult } from '../result/evaluation.ts'

/**
 * A document packed for its way to the page. Slices, nearly all of it where there are many, travel as text: as objects all
 * of them would be made on the page at once, looked at or not, while the page waits.
 */
export interface PackedDocument {
  /** The document without slices. */
  document: EvaluationDocument
  slices: { model: ModelName; split: string; json: string }[]
}

/** Packs a document, which stays as it is. */
export function packDocument(document: EvaluationDocument): PackedDocument {
  const models = Object.entries(document.models) as [ModelName, ModelResult][]
  return {
    document: withSplits(document, (split) => ({ ...split, slices: [] })),
    slices: models.flatMap(([model, { splits }]) =>
      Object.entries(splits).map(([split, { slices }]) => ({ model, split, json: JSON.stringify(slices) })),
    ),
  }
}

/** The document as it was; the slices of a model on a split are parsed when they are first looked at. */
export function unpackDocument({ document, slices }: PackedDocument): EvaluationDocument {
  return withSplits(document, (result, split, model) => {
    const json = slices.find((entry) => entry.model === model && entry.split === split)?.json ?? '[]'
    let parsed: SliceResult[] | undefined
    return Object.defineProperty({ ...result }, 'slices', {
      enumerable: true,
      get: () => (parsed ??= JSON.parse(json)),
    })
  })
}

function withSplits(
  document: EvaluationDocument,
  changed: (result: SplitResult, split: string, model: ModelName) => SplitResult,
): EvaluationDocument {
  const models = (Object.entries(document.models) as [ModelName, ModelResult][]).map(([model, result]) => [
    model,
    {
      ...result,
      splits: Object.fromEntries(
        Object.entries(result.splits).map(([split, of]) => [split, changed(of, split, model)]),
      ),
    },
  ])
  return { ...document, models: Object.fromEntries(models) as EvaluationDocument['models'] }
}
