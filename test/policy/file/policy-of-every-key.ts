/** A valid policy of two classes that has nearly every key that a policy may have. */
export const policyOfEveryKey = `version: 1
name: churn-outreach
task: binary
columns: {label: churned, positive: 1, candidate: score_v2, production: score_v1, split: split, slices: [region], reversed: [production], logits: [candidate]}
header: true
missing: {churned: [NA, -99, null], region: []}
number_format: {score_v2: percent, score_v1: [percent, decimal_comma]}
spelling: {churned: fold}
weights: importance
join: row_order
time_unit: us
threshold: {maximise: recall, subject_to: {precision: {at_least: 0.9}}, on: validation}
costs: {false_positive: 1, false_negative: 10}
abstain: {from: 0.35, to: 0.65}
confidence: 0.9
replicates: 2000
seed: 1
baseline: best.json
ledger: looks.json
correction: holm
on_undefined: undecided
on_short_interval: undecided
on_missing_slice: fail
on_no_production: skip
waive: [twin_rows]
autonomy: 3
stages: [{name: shadow, share: 0, confidence: 0.8}, {name: canary, share: 0.1, rows: 5000}]
requirements:
  - {metric: roc_auc, at_least: 0.85}
  - {metric: recall, at_least: 0.80, slices: region, values: [north, south]}
  - {metric: precision, versus_production: {at_least: -0.01, suspicious_above: 0.1}}
  - {metric: accuracy, gap: {from: validation, at_most: 0.02}}
  - {metric: rows, at_least: 1000}
  - {metric: coverage, at_least: 0.8}
  - {metric: f1, where: decided, at_least: 0.8, advisory: true}
`
