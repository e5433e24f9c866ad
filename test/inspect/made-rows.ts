import { chanceOf } from './made-file.ts'

/** One row of which columns are made. */
export interface MadeRow {
  i: number
  /** The truth of two classes, a model's probability of 1, and that of a weaker model. */
  y: number
  p: number
  p2: number
  /** The logit of `p`. */
  z: number
  /** The truth of three classes, and a model's probabilities. */
  k: number
  q: number[]
  /** An amount, and a prediction of it. */
  a: number
  f: number
}

/** The same rows each time. */
export function madeRows(count: number): MadeRow[] {
  const chance = chanceOf(7)
  const gauss = () => Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance())
  const logistic = (value: number) => 1 / (1 + Math.exp(-value))
  return Array.from({ length: count }, (_, i) => {
    const z = 1.8 * gauss()
    const p = logistic(z)
    const k = Math.floor(3 * chance())
    const raw = [0, 1, 2].map((own) => Math.exp(gauss() + (own === k ? 1.5 : 0)))
    const sum = raw[0] + raw[1] + raw[2]
    const a = 50 + 10 * gauss()
    return {
      i,
      y: Number(chance() < p),
      p,
      p2: logistic(z + gauss()),
      z,
      k,
      q: raw.map((value) => value / sum),
      a,
      f: a + 4 * gauss(),
    }
  })
}
