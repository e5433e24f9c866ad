import { describe, expect, it } from 'vitest'
import { evaluate } from '../../../src/evaluate/evaluate.ts'
import { parsePolicy } from '../../../src/policy/file/parse.ts'
import { policyTerms } from '../../../src/policy/file/written.ts'
import { referenceKernels } from '../../../src/tally/reference.ts'
import { scannersOf } from '../../csv/everywhere.ts'
import { textSource } from '../../csv/sources.ts'

const policy = (more: string) =>
  parsePolicy('p.yaml', `version: 1\n${more}\nrequirements: [{metric: roc_auc, at_least: 0.6}]\n`)

describe('how sure a policy is', () => {
  it.each([
    ['0.975', 0.95],
    ['0.95', 0.9],
    ['0.995', 0.99],
    ['0.9', 0.8],
  ])('an assurance of %s is a confidence of %d', (assurance, confidence) => {
    expect(policy(`assurance: ${assurance}`).confidence).toBe(confidence)
    expect(policyTerms(policy(`assurance: ${assurance}`)).confidence).toBe(confidence === 0.95 ? undefined : confidence)
  })

  it('is said in one way', () => {
    expect(() => policy('assurance: 0.975\nconfidence: 0.95')).toThrow('assurance: found assurance beside confidence')
  })

  it.each(['confidence: 0.01', 'confidence: 0.5', 'assurance: 0.75', 'assurance: 0.505', 'assurance: 1'])(
    'is not %s, which shows nothing',
    (line) => {
      expect(() => policy(line)).toThrow(line.split(':')[0])
    },
  )

  it('is no more than the replicates of the bootstrap can carry', async () => {
    const csv = ['y,s', ...Array.from({ length: 40 }, (_, i) => `${i % 2},${(i * 7) % 10}e-1`), ''].join('\n')
    const evaluated = (more: string) =>
      evaluate([textSource(csv)], policy(`columns: {label: y, candidate: s}\n${more}`), {
        kernels: referenceKernels(),
        scanners: scannersOf(1),
      })
    await expect(evaluated('confidence: 0.9999')).rejects.toThrow(
      'confidence: found confidence 0.9999 with 2000 replicates of the bootstrap, expected at most 0.9995: else not one replicate is outside an interval. Lower it, or draw at least 100000 replicates',
    )
    await expect(evaluated('confidence: 0.9\nreplicates: 20')).resolves.toBeDefined()
    await expect(evaluated('confidence: 0.99\nreplicates: 20')).rejects.toThrow('at most 0.95')
  })
})
