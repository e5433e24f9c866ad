import type { CountedCells, Draws, SweepCounts } from '../tally/kernels.ts'
import { mostTabledMean, poissonRoots, poissonTables, slopeNumerator } from '../tally/poisson.ts'
import { type DeviceStage, type GpuTensor, type Program, workgroupThreads } from './device.ts'
import { zeros } from './histogram.ts'
import { philoxCode } from './philox.ts'

/** Blocks of four draws in a dispatch, at most: short enough for a small GPU. */
const mostBlocks = 2 ** 22

/** Counts that one invocation sums up by itself. */
const entriesPerThread = 4

/**
 * `Kernels.replicateSweeps` on the device. One invocation draws four cells of one replicate and adds them to the
 * tallies' counts; one workgroup sums up one class of one tally of one replicate.
 * @param windowEntries counts in one tensor
 */
export async function sweepReplicatesOnDevice(
  stage: DeviceStage,
  { counts, tallies }: CountedCells,
  draws: Draws,
  windowEntries: number,
): Promise<SweepCounts[]> {
  const sweeps = tallies.map(({ scoreCount }) => ({
    truePositives: new Uint32Array(draws.replicateCount * scoreCount),
    falsePositives: new Uint32Array(draws.replicateCount * scoreCount),
  }))
  const entryCount = tallies.reduce((sum, { scoreCount }) => sum + 2 * scoreCount, 0)
  if (counts.length === 0 || entryCount === 0) return sweeps
  const cells = uploadCells(stage, counts, tallies)
  const blockCount = Math.ceil(counts.length / 4)
  const windowSize = Math.max(1, Math.min(Math.floor(windowEntries / entryCount), Math.floor(mostBlocks / blockCount)))
  for (let first = 0; first < draws.replicateCount; first += windowSize) {
    const replicateCount = Math.min(windowSize, draws.replicateCount - first)
    const drawn = zeros(stage, replicateCount * entryCount)
    const { key, stream, firstReplicate } = draws
    const program = drawProgram(
      replicateCount * entryCount,
      Math.ceil((replicateCount * blockCount) / workgroupThreads),
    )
    stage.run(
      program,
      [cells.counts, cells.roots, cells.places, cells.tables],
      [
        key.low,
        key.high,
        stream,
        firstReplicate + first,
        replicateCount,
        counts.length,
        blockCount,
        entryCount,
        tallies.length,
      ],
      drawn,
    )
    let offset = 0
    for (const [t, { scoreCount }] of tallies.entries()) {
      if (scoreCount === 0) continue
      const size = replicateCount * scoreCount
      const summed = stage.run(
        sumProgram(2 * size, 2 * replicateCount),
        [drawn],
        [replicateCount, entryCount, offset, scoreCount],
      )
      const sums = await stage.read(summed)
      sweeps[t].falsePositives.set(sums.subarray(0, size), first * scoreCount)
      sweeps[t].truePositives.set(sums.subarray(size), first * scoreCount)
      stage.release(summed)
      offset += 2 * scoreCount
    }
    stage.release(drawn)
  }
  return sweeps
}

interface GpuCells {
  counts: GpuTensor
  roots: GpuTensor
  /** For each tally, for each cell the entry among all tallies' counts. */
  places: GpuTensor
  tables: GpuTensor
}

function uploadCells(stage: DeviceStage, counts: Uint32Array, tallies: CountedCells['tallies']): GpuCells {
  const places = new Int32Array(counts.length * tallies.length)
  let offset = 0
  tallies.forEach((tally, t) => {
    for (let cell = 0; cell < counts.length; cell++) places[t * counts.length + cell] = offset + tally.places[cell]
    offset += 2 * tally.scoreCount
  })
  return {
    counts: stage.upload(Int32Array.from(counts)),
    roots: stage.upload(Int32Array.from(poissonRoots(counts))),
    places: stage.upload(places),
    tables: stage.upload(packedTables().words),
  }
}

/** All tables of `drawPoisson` in one, and where each begins. */
function packedTables(): { words: Int32Array; starts: number; guide: number; normal: number } {
  const { limits, starts, guide, normal } = poissonTables()
  const words = new Int32Array(limits.length + starts.length + guide.length / 4 + normal.length)
  const places = { starts: limits.length, guide: limits.length + starts.length, normal: words.length - normal.length }
  words.set(limits)
  words.set(starts, places.starts)
  words.set(new Int32Array(guide.buffer), places.guide)
  words.set(normal, places.normal)
  return { words, ...places }
}

/** WGSL: `drawPoisson(word, mean, root) -> u32`, the twin of `tally/poisson.ts`; needs `philoxCode` and `tables`. */
function poissonCode(): string {
  const { starts, guide, normal } = packedTables()
  return `
      fn drawLarge(word : u32, mean : u32, root : u32) -> u32 {
        let half = i32(word) >> 31u;
        let p = word ^ u32(half);
        let shift = u32(max(0, 25 - i32(countLeadingZeros(p))));
        let place = ${normal}u + (shift << 6u) + (p >> shift);
        let rest = p & ((1u << shift) - 1u);
        let here = u32(tables[place]);
        let z = here - highProduct(here - u32(tables[place + 1u]), (rest << (31u - shift)) << 1u);
        let first = i32(highProduct(z, root));
        let z12 = i32(z >> 16u);
        let square12 = (z12 * z12) >> 12u;
        let cube12 = (z12 * ((square12 >> 4u) + 512)) >> 8u;
        let second = (square12 - 4096) / 6;
        let third = (cube12 * i32(${slopeNumerator}u / root)) >> 18u;
        let odd = ((first - third) ^ ~half) - ~half;
        return mean + u32((odd + second + 2048) >> 12u);
      }
      fn drawPoisson(word : u32, mean : u32, root : u32) -> u32 {
        if (mean > ${mostTabledMean}u) {
          return drawLarge(word, mean, root);
        }
        let start = u32(tables[${starts}u + mean]);
        let byte = 256u * mean + (word >> 24u);
        var k = (u32(tables[${guide}u + byte / 4u]) >> (8u * (byte % 4u))) & 255u;
        while (word > u32(tables[start + k])) {
          k++;
        }
        return k;
      }`
}

function drawProgram(outputLength: number, workgroupCount: number): Program {
  return {
    name: 'draw-replicates',
    inputs: ['counts', 'roots', 'places', 'tables'],
    uniforms: [
      'keyLow',
      'keyHigh',
      'stream',
      'firstReplicate',
      'replicateCount',
      'cellCount',
      'blockCount',
      'entryCount',
      'tallyCount',
    ],
    atomic: true,
    outputLength,
    workgroupCount,
    code: `${philoxCode}${poissonCode()}
      fn main(index : i32) {
        let replicate = u32(index) / uniforms.blockCount;
        let block = u32(index) % uniforms.blockCount;
        if (replicate >= uniforms.replicateCount) {
          return;
        }
        let counter = vec4<u32>(block, uniforms.firstReplicate + replicate, uniforms.stream, 0u);
        let words = philox(counter, vec2<u32>(uniforms.keyLow, uniforms.keyHigh));
        for (var i = 0u; i < 4u; i++) {
          let cell = 4u * block + i;
          if (cell >= uniforms.cellCount) {
            return;
          }
          let drawn = drawPoisson(words[i], u32(counts[cell]), u32(roots[cell]));
          if (drawn == 0u) {
            continue;
          }
          for (var t = 0u; t < uniforms.tallyCount; t++) {
            let place = u32(places[t * uniforms.cellCount + cell]);
            atomicAdd(&result[replicate * uniforms.entryCount + place], i32(drawn));
          }
        }
      }`,
  }
}

/** The suffix sums of one tally: first class 0 of every replicate, then class 1. */
function sumProgram(outputLength: number, workgroupCount: number): Program {
  const tile = workgroupThreads * entriesPerThread
  return {
    name: 'sum-replicates',
    inputs: ['drawn'],
    uniforms: ['replicateCount', 'entryCount', 'offset', 'scoreCount'],
    atomic: false,
    outputLength,
    workgroupCount,
    code: `
      var<workgroup> partial : array<u32, ${2 * workgroupThreads}>;
      fn main(index : i32) {
        let segment = u32(index) / ${workgroupThreads}u;
        let begin = (segment % uniforms.replicateCount) * uniforms.entryCount + uniforms.offset + segment / uniforms.replicateCount;
        let place = segment * uniforms.scoreCount;
        let tileCount = (uniforms.scoreCount + ${tile - 1}u) / ${tile}u;
        var later = 0u;
        for (var tile = tileCount; tile > 0u; tile--) {
          let first = (tile - 1u) * ${tile}u + localIndex * ${entriesPerThread}u;
          var sums : array<u32, ${entriesPerThread}>;
          var total = 0u;
          for (var i = ${entriesPerThread}u; i > 0u; i--) {
            let k = first + i - 1u;
            if (k < uniforms.scoreCount) {
              total += u32(drawn[begin + 2u * k]);
            }
            sums[i - 1u] = total;
          }
          var half = 0u;
          partial[localIndex] = total;
          workgroupBarrier();
          for (var reach = 1u; reach < ${workgroupThreads}u; reach <<= 1u) {
            var sum = partial[half + localIndex];
            if (localIndex + reach < ${workgroupThreads}u) {
              sum += partial[half + localIndex + reach];
            }
            half = ${workgroupThreads}u - half;
            partial[half + localIndex] = sum;
            workgroupBarrier();
          }
          var after = later;
          if (localIndex + 1u < ${workgroupThreads}u) {
            after += partial[half + localIndex + 1u];
          }
          for (var i = 0u; i < ${entriesPerThread}u; i++) {
            if (first + i < uniforms.scoreCount) {
              result[place + first + i] = i32(sums[i] + after);
            }
          }
          later += partial[half];
          workgroupBarrier();
        }
      }`,
  }
}
