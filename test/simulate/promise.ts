/** How a simulation of a promise is run. */
export interface PromiseSettings {
  dataSets: number
  seed: number
  isQuick: boolean
  /** Of these metrics alone, where a promise is of several; null: of all. */
  metrics: string[] | null
}

/** "12.5±1.2": a share in per cent with its Monte Carlo standard error. */
export function percent(count: number, total: number): string {
  const share = count / total
  const inside = Math.min(1 - 0.5 / total, Math.max(0.5 / total, share))
  return `${(100 * share).toFixed(1)}±${(100 * Math.sqrt((inside * (1 - inside)) / total)).toFixed(1)}`
}
