/** Predictions to test with: `rows` rows with a column for each role, scores that rank well and not perfectly. */
export function predictions({ rows = 600, labels = ['0', '1'] as [string, string], seed = 1 } = {}): string {
  const next = uniformNumbers(seed)
  const lines = ['id,outcome,prob,old_prob,region,fold']
  for (let row = 0; row < rows; row += 1) {
    const isPositive = next() < 0.4
    const score = () => Math.min(0.99, Math.max(0.01, (isPositive ? 0.62 : 0.38) + (next() - 0.5) * 0.7)).toFixed(3)
    const fold = next() < 0.5 ? 'test' : 'validation'
    lines.push(`r${row},${labels[isPositive ? 1 : 0]},${score()},${score()},${'nesw'[row % 4]},${fold}`)
  }
  return `${lines.join('\n')}\n`
}

/** Its bootstrap draws a tenth of what is usual: no test that uses it is about how wide an interval is. */
export const policy = `version: 1
name: browser-test
replicates: 200
columns: {label: outcome, candidate: prob, production: old_prob, split: fold, id: id, slices: [region]}
requirements:
  - {metric: roc_auc, at_least: 0.6}
  - {metric: recall, at_least: 0.5}
`

/** `predictions` without the column that says the split. */
export function unsplit(): string {
  return predictions().replaceAll(/,[^,\n]*$/gm, '')
}

/** `predictions` split in three, where some rows of test have the id of a row of train, and a policy that they meet. */
export function leaky({ shared = 20 } = {}): { table: string; policy: string } {
  const [header, ...lines] = predictions().trimEnd().split('\n')
  const split = lines.map((line, row) => {
    const [id, ...cells] = line.split(',')
    const isShared = row % 3 === 2 && row < 3 * shared
    return [isShared ? `r${row - 2}` : id, ...cells.slice(0, -1), ['train', 'validation', 'test'][row % 3]].join(',')
  })
  return { table: `${[header, ...split].join('\n')}\n`, policy }
}

/** Numbers in 0 to 1 by a linear congruential generator: the same on every machine. */
function uniformNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}

/** Decisions of two models about rows of patients, each of whom has four; no scores. */
export function decisions({ rows = 400, seed = 2 } = {}): string {
  const next = uniformNumbers(seed)
  const lines = ['patient,sick,pred,pred_old,ward,sex,case_weight']
  for (let row = 0; row < rows; row += 1) {
    const sick = next() < 0.4 ? 'yes' : 'no'
    const said = (accuracy: number) => (next() < accuracy ? sick : sick === 'yes' ? 'no' : 'yes')
    lines.push(
      `p${Math.floor(row / 4)},${sick},${said(0.85)},${said(0.7)},${'abc'[row % 3]},${row % 2 === 0 ? 'f' : 'm'},${1 + (row % 3)}`,
    )
  }
  return `${lines.join('\n')}\n`
}

/** Probabilities of several classes by two models; every row's sum to 1. */
export function animals({ rows = 600, classes = ['cat', 'dog', 'fox', 'hedgehog'], seed = 3 } = {}): string {
  const next = uniformNumbers(seed)
  const named = (prefix: string) => classes.map((name) => prefix + name).join(',')
  const lines = [`id,animal,${named('p_')},${named('p_old_')},region,fold`]
  for (let row = 0; row < rows; row += 1) {
    const truth = Math.floor(next() * classes.length)
    // Shares of 1024, so that they sum to 1 exactly.
    const shares = (lead: number) => {
      const sizes = classes.map((_, at) => next() + (at === truth ? lead : 0))
      const total = sizes.reduce((sum, size) => sum + size, 0)
      const parts = sizes.map((size) => Math.floor((1024 * size) / total))
      parts[0] += 1024 - parts.reduce((sum, part) => sum + part, 0)
      return parts.map((part) => part / 1024).join(',')
    }
    lines.push(
      `r${row},${classes[truth]},${shares(0.8)},${shares(0.5)},${'nesw'[row % 4]},${next() < 0.5 ? 'test' : 'validation'}`,
    )
  }
  return `${lines.join('\n')}\n`
}

/** Predicted prices by two models. */
export function prices({ rows = 600, seed = 4 } = {}): string {
  const next = uniformNumbers(seed)
  const lines = ['id,price,price_pred,price_pred_old,region,fold']
  for (let row = 0; row < rows; row += 1) {
    const price = 100 + 400 * next()
    const said = (spread: number) => (price + spread * (next() - 0.5)).toFixed(2)
    lines.push(
      `r${row},${price.toFixed(2)},${said(60)},${said(90)},${'nesw'[row % 4]},${next() < 0.5 ? 'test' : 'validation'}`,
    )
  }
  return `${lines.join('\n')}\n`
}
