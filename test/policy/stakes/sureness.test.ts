import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluate } from '../../../src/evaluate/evaluate.ts'
import { parsePolicy } from '../../../src/policy/file/parse.ts'
import { policyFrom } from '../../../src/policy/stakes/policy-from.ts'
import type { Stakes } from '../../../src/policy/stakes/stakes.ts'
import { surenessOf, type VerdictLosses } from '../../../src/policy/stakes/sureness.ts'
import { referenceKernels } from '../../../src/tally/reference.ts'
import { scannersOf } from '../../csv/everywhere.ts'
import { textSource } from '../../csv/sources.ts'

const stakes: Stakes = {
  name: null,
  task: 'binary',
  does: 'approve',
  isReversible: true,
  costs: { falsePositive: 1, falseNegative: 10 },
  reviewCost: null,
  prevalence: null,
  columns: { label: 'y', candidate: 's' },
  split: null,
  hasValidation: false,
  hasLooked: false,
  ledger: 'looks.ledger.json',
}
const textOf = (losses: VerdictLosses) => policyFrom({ ...stakes, losses })
const wordsOf = (losses: VerdictLosses) => textOf(losses).replaceAll('\n# ', ' ')

describe('how sure a pass has to be', () => {
  it('is one less G/(G + L)', () => {
    expect(surenessOf({ wrongPass: 39, wrongHold: 1 })).toEqual({ chance: 0.025, assurance: 0.975, limit: null })
    expect(surenessOf({ wrongPass: 390, wrongHold: 10 })).toEqual(surenessOf({ wrongPass: 39, wrongHold: 1 }))
    expect(surenessOf({ wrongPass: 10, wrongHold: 1 }).assurance).toBe(0.9091)
  })

  it('makes of a pass and a hold what loses less, at any chance of not being good enough but near the border', () => {
    const loss = fc.double({ min: 0.01, max: 100, noNaN: true })
    fc.assert(
      fc.property(loss, loss, fc.double({ min: 0, max: 1, noNaN: true }), (wrongPass, wrongHold, isBad) => {
        const { chance } = surenessOf({ wrongPass, wrongHold })
        fc.pre(Math.abs(isBad - chance) > 0.01 * chance)
        expect(isBad <= chance).toBe(isBad * wrongPass <= (1 - isBad) * wrongHold)
      }),
    )
  })

  it('is never so little that it shows nothing, nor more than the bootstrap can carry', () => {
    expect(surenessOf({ wrongPass: 1, wrongHold: 5 })).toMatchObject({ assurance: 0.8, limit: 'least' })
    expect(surenessOf({ wrongPass: 1e9, wrongHold: 1 })).toMatchObject({ assurance: 0.99995, limit: 'most' })
  })
})

describe('a policy from what a wrong verdict loses', () => {
  it('states the assurance and its reason, in place of the confidence of the level', () => {
    const text = textOf({ wrongPass: 39, wrongHold: 1 })
    expect(text).toContain('\nassurance: 0.975\n')
    expect(text).not.toMatch(/^confidence:/m)
    expect(wordsOf({ wrongPass: 39, wrongHold: 1 })).toContain(
      'A wrong pass loses 39, a wrong hold forgoes 1: a pass pays where the chance of not being good enough is at most 1/(1 + 39), 2.5 % (as if nothing were known of the model beforehand). The assurance is one less that: where a requirement is just not met, at most so many samples pass it.',
    )
    expect(parsePolicy('p.yaml', text)).toMatchObject({ confidence: 0.95, autonomy: 3, replicates: 2000 })
  })

  it('says where the level asks for more, and where a limit stands in its place', () => {
    expect(wordsOf({ wrongPass: 9, wrongHold: 1 })).toContain(
      'The level itself asks for an assurance of 0.95, and how it stands is told at that.',
    )
    expect(wordsOf({ wrongPass: 1, wrongHold: 1 })).toContain(
      'So little sureness shows nothing: 0.8 is the least here.',
    )
    expect(wordsOf({ wrongPass: 1e9, wrongHold: 1 })).toContain('0.99995 is the most here.')
  })

  it('asks for as many replicates as carry it, at the first look of a ledger too', async () => {
    const csv = ['y,s', ...Array.from({ length: 40 }, (_, i) => `${i % 2},${(i * 7) % 10}e-1`), ''].join('\n')
    const text = textOf({ wrongPass: 9999, wrongHold: 1 })
    const policy = parsePolicy('p.yaml', text)
    expect(policy).toMatchObject({ confidence: 0.9998, replicates: 50_000 })
    const ofEce = parsePolicy(
      'p.yaml',
      text.replace(/requirements:[^]*/, 'requirements: [{metric: ece, at_most: 0.9}]\n').replace(/abstain: .*/, ''),
    )
    const { document } = await evaluate([textSource(csv)], ofEce, {
      kernels: referenceKernels(),
      scanners: scannersOf(1),
    })
    expect(document.looks).toMatchObject({ number: 1, confidence: 0.9999 })
    expect(document.requirements[0].low).not.toBeNull()
  })
})
