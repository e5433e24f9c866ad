import { fillPhilox, philoxKey } from '../../src/tally/philox.ts'
import { streamOf } from '../../src/tally/replicates.ts'

/** A number between 0 and 1, both left out, for each row and dimension. */
export type Uniforms = (row: number, dimension: number) => number

/** Which data set of a world: the same one draws the same rows, whoever draws it. */
export interface DataSet {
  seed: number
  world: string
  size: number
  number: number
}

/** Independent draws: Philox words of the data set's own stream. */
export function drawnUniforms({ seed, world, size, number }: DataSet, rowCount: number, dimensions: number): Uniforms {
  const words = new Uint32Array(rowCount * dimensions)
  fillPhilox(words, philoxKey(seed), number, streamOf('simulate', world, String(size)))
  return (row, dimension) => (words[row * dimensions + dimension] + 0.5) * 2 ** -32
}

/**
 * Points that fill the unit cube evenly, for integrals over many dimensions: Kronecker's lattice of the powers of the
 * root of x^(d + 1) = x + 1 (Roberts, "The unreasonable effectiveness of quasirandom sequences", 2018).
 */
export function evenUniforms(dimensions: number): Uniforms {
  let root = 2
  for (let step = 0; step < 60; step++) root = (1 + root) ** (1 / (dimensions + 1))
  const steps = Array.from({ length: dimensions }, (_, dimension) => root ** -(dimension + 1))
  return (row, dimension) => {
    const place = 0.5 + (row + 1) * steps[dimension]
    return Math.max(2 ** -53, place - Math.floor(place))
  }
}

/** A standard normal number from two dimensions (Box & Muller 1958). */
export function normal(uniforms: Uniforms, row: number, dimension: number): number {
  return Math.sqrt(-2 * Math.log(uniforms(row, dimension))) * Math.cos(2 * Math.PI * uniforms(row, dimension + 1))
}
