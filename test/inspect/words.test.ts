import { describe, expect, it } from 'vitest'
import { headerWords, otherWords, speaksOnlyOf, themesOfWords } from '../../src/inspect/words.ts'

const wordsOf = (header: string) => headerWords(header).map(({ word }) => word)
const themesOf = (header: string) => Object.fromEntries(themesOfWords(headerWords(header)))

describe('the words of a header', () => {
  it.each([
    ['actual_price', ['actual', 'price']],
    ['ActualPrice', ['actual', 'price']],
    ['actual.price-new 2', ['actual', 'price', 'new', '2']],
    ['OOFPred', ['oof', 'pred']],
    ['y_t+1', ['y', 't', '1']],
    ['label2vec', ['label', '2', 'vec']],
    ['Gekündigt', ['gekundigt']],
    ['truelabel', ['true', 'label']],
    ['ypred', ['ypred']],
    ['island', ['island']],
    ['', []],
    ['…', []],
  ])('%j: %j', (header, words) => expect(wordsOf(header)).toEqual(words))

  it('two that belong together are one', () => {
    expect(headerWords('Ground Truth')).toMatchObject([{ word: 'groundtruth', written: 'Ground Truth' }])
    expect(wordsOf('y_hat_v2')).toEqual(['yhat', 'v2'])
  })
})

describe('what a header speaks of', () => {
  it.each([
    ['True Label', { truth: 'True', label: 'Label' }],
    ['label_value', { label: 'label_value' }],
    ['is_fraud', { event: 'is', filler: 'is' }],
    ['churned', { event: 'churned' }],
    ['encoded', { feature: 'encoded' }],
    ['prediction_score', { prediction: 'prediction', score: 'score' }],
    ['old_proba', { production: 'old', score: 'proba', probability: 'proba' }],
    ['$NC-churn', { prediction: 'NC', score: 'NC', confidence: 'NC', event: 'churn' }],
    ['visits', {}],
  ])('%j: %j', (header, themes) => expect(themesOf(header)).toEqual(themes))

  it('is only of some themes, or of others as well', () => {
    expect(speaksOnlyOf(headerWords('score_v1'), ['score', 'production'])).toBe(true)
    expect(speaksOnlyOf(headerWords('current_balance'), ['production'])).toBe(false)
    expect(otherWords(headerWords('predicted_house_price'), ['prediction'])).toEqual(['house', 'price'])
  })
})
