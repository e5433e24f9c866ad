/** Predictions to test with: `rows` rows with a column for each role, scores that rank well and not perfectly. */
export function predictions({ rows = 600, labels = ['0', '1'] as [string, string], seed = 1 } = {}): string {
  let state = seed
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
  const lines = ['id,outcome,prob,old_prob,region,fold']
  for (let row = 0; row < rows; row += 1) {
    const isPositive = next() < 0.4
    const score = () => Math.min(0.99, Math.max(0.01, (isPositive ? 0.62 : 0.38) + (next() - 0.5) * 0.7)).toFixed(3)
    const fold = next() < 0.5 ? 'test' : 'validation'
    lines.push(`r${row},${labels[isPositive ? 1 : 0]},${score()},${score()},${'nesw'[row % 4]},${fold}`)
  }
  return `${lines.join('\n')}\n`
}

export const policy = `version: 1
name: browser-test
columns: {label: outcome, candidate: prob, production: old_prob, split: fold, id: id, slices: [region]}
requirements:
  - {metric: roc_auc, at_least: 0.6}
  - {metric: recall, at_least: 0.5}
`
