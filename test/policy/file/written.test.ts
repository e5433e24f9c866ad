import { describe, expect, test } from 'vitest'
import { sampleFiles, samples } from '../../../src/page/open/samples.ts'
import { parsePolicy } from '../../../src/policy/file/parse.ts'
import { policyTerms } from '../../../src/policy/file/written.ts'
import { defaultPolicy } from '../../../src/policy/policy.ts'

const binary = `version: 1
name: all there is
task: binary
waive: [shared_id]
threshold: {maximise: recall, subject_to: {precision: {at_least: 0.9, at_most: 1}}, on: validation}
costs: {false_positive: 1, false_negative: 10}
abstain: {from: 0.4, to: 0.6}
threshold_interval: with_choice
confidence: 0.9
replicates: 100
seed: 7
baseline: was.json
ledger: it.ledger.json
autonomy: 3
stages: [{name: shadow, share: 0, rows: 100}, {name: all, share: 1, confidence: 0.99}]
report: {smallest_group: 10}
header: false
missing: {"1": [NA, -99, null], "2": [], "*": ["?"]}
number_format: {"3": percent, "4": [percent, decimal_comma], "5": []}
spelling: {"1": fold}
weights: importance
join: row_order
time_unit: us
invalid_rows: leave_out
correction: none
on_undefined: fail
on_short_interval: pass
on_missing_slice: ignore
on_no_production: skip
requirements:
  - {metric: roc_auc, at_least: 0.85, at_most: 0.99}
  - {metric: recall, at_least: 0.8, slices: region, values: [north, south]}
  - {metric: recall, at_least: 0.8, slices: [region, age], values: [[north, old]]}
  - {metric: precision, versus_production: {at_least: -0.01, suspicious_above: 0.2}}
  - {metric: accuracy, gap: {from: validation, at_most: 0.02}, split: test}
  - {metric: f1, at_least: 0.1, where: decided}
  - {metric: rows, at_least: 100, advisory: true}
`
const texts: Record<string, string> = {
  binary,
  minimised: 'version: 1\nthreshold: {minimise: expected_cost}\nrequirements: [{metric: f1, at_least: 0}]\n',
  multiclass: 'version: 1\ntask: multiclass\nrequirements: [{metric: recall, class: cat, at_least: 0.5}]\n',
  regression: 'version: 1\ntask: regression\nrequirements: [{metric: r2, at_least: 0.5}]\n',
  ...Object.fromEntries(samples.map(({ id }) => [id, sampleFiles(id).policy.text])),
}

describe('a policy written down', () => {
  test.each(Object.entries(texts))('is read as the same policy, its columns apart: %s', (_name, text) => {
    const policy = parsePolicy('p.yaml', text)
    const again = parsePolicy('p.json', JSON.stringify(policyTerms(policy)))
    expect({ ...again, columns: policy.columns }).toEqual(policy)
  })

  test('says nothing that holds anyway', () => {
    expect(policyTerms({ ...defaultPolicy, requirements: [] })).toEqual({ version: 1, requirements: [] })
  })
})
