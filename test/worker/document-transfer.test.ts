import { describe, expect, test, vi } from 'vitest'
import { unpackDocument, packDocument } from '../../src/worker/document-transfer.ts'
import { documentOf, metricOf, modelOf, sliceOf } from '../documents.ts'

const slices = [
  sliceOf({ region: 'n' }, { recall: metricOf(0.1 + 0.2, 0.1, 1e-7) }),
  sliceOf({ region: '' }, { recall: { value: null, undefined: 'no positives' } as never }),
]
const document = documentOf({
  models: { candidate: modelOf({ recall: metricOf(0.5) }, { slices }), production: modelOf({}) },
})

describe('a document that crosses to the page', () => {
  test('arrives as it was', () => {
    expect(unpackDocument(structuredClone(packDocument(document)))).toEqual(document)
  })

  test('is left as it is where it stays', () => {
    const before = structuredClone(document)
    packDocument(document)
    expect(document).toEqual(before)
  })

  test('has its slices made when they are first looked at, once', () => {
    const parse = vi.spyOn(JSON, 'parse')
    const { models } = unpackDocument(structuredClone(packDocument(document)))
    expect(parse).not.toHaveBeenCalled()
    expect(models.candidate.splits.test.slices).toBe(models.candidate.splits.test.slices)
    expect(parse).toHaveBeenCalledTimes(1)
    parse.mockRestore()
  })
})
