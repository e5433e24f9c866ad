import { type ScoreTally, negativesAt, positivesAt } from '../../tally/rows.ts'

/** A rising line of straight pieces through its knots, level beyond the first and the last. */
export interface IsotonicLine {
  scores: Float64Array
  probabilities: Float64Array
}

interface Block {
  lowest: number
  highest: number
  positives: number
  rows: number
}

/**
 * Isotonic regression of the class on the score: the rising values of least squared error, by pooling adjacent violators
 * over distinct scores (Ayer et al., Ann. Math. Statist. 1955). Knots and what lies between them are those of
 * scikit-learn's `IsotonicRegression(out_of_bounds='clip')`: the first and last score of every level stretch.
 * @param tally with at least one row
 */
export function fitIsotonicLine(tally: ScoreTally): IsotonicLine {
  const blocks: Block[] = []
  for (let rank = 0; rank < tally.scores.length; rank++) {
    const positives = positivesAt(tally, rank)
    const rows = positives + negativesAt(tally, rank)
    if (rows === 0) continue
    let block: Block = { lowest: tally.scores[rank], highest: tally.scores[rank], positives, rows }
    for (let below = blocks.at(-1); below !== undefined && share(below) >= share(block); below = blocks.at(-1)) {
      blocks.pop()
      block = {
        lowest: below.lowest,
        highest: block.highest,
        positives: below.positives + block.positives,
        rows: below.rows + block.rows,
      }
    }
    blocks.push(block)
  }
  const knots = blocks.flatMap((block) => {
    const scores = block.lowest === block.highest ? [block.lowest] : [block.lowest, block.highest]
    return scores.map((score) => [score, share(block)])
  })
  return {
    scores: Float64Array.from(knots, ([score]) => score),
    probabilities: Float64Array.from(knots, ([, level]) => level),
  }
}

/** The line's height at a score. */
export function isotonicProbability({ scores, probabilities }: IsotonicLine, score: number): number {
  let low = 0
  let high = scores.length - 1
  if (score <= scores[low]) return probabilities[low]
  if (score >= scores[high]) return probabilities[high]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (scores[middle] <= score) low = middle
    else high = middle
  }
  const along = (score - scores[low]) / (scores[high] - scores[low])
  return Math.min(probabilities[high], probabilities[low] + along * (probabilities[high] - probabilities[low]))
}

function share({ positives, rows }: Block): number {
  return positives / rows
}
