import { type DeviceStage, type GpuTensor, type Program, workgroupThreads } from './device.ts'

/** Entries that one invocation sums up by itself, unless told otherwise. */
export const mostEntriesPerThread = 16

/** Entries `start`, `start + stride`, … of a tensor, `length` of them. */
export interface Strided {
  tensor: GpuTensor
  length: number
  stride: number
  start: number
}

/**
 * For every entry the sum of itself and all after it, exact modulo 2^32. Each tile is summed by one workgroup; the
 * tiles' totals are summed up from the end in the same way, level above level; then each tile is scanned, starting from
 * the sum of all later tiles.
 */
export function suffixSums(stage: DeviceStage, counts: Strided, entriesPerThread = mostEntriesPerThread): GpuTensor {
  const { tensor, length, stride, start } = counts
  const tileCount = Math.ceil(length / (workgroupThreads * entriesPerThread))
  const uniforms = [length, stride, start, tileCount]
  const scan = scanProgram(length, tileCount, entriesPerThread)
  if (tileCount === 1) return stage.run(scan, [tensor, tensor], uniforms)
  const totals = stage.run(totalsProgram(tileCount, entriesPerThread), [tensor], uniforms)
  const fromTile = suffixSums(stage, { tensor: totals, length: tileCount, stride: 1, start: 0 }, entriesPerThread)
  const sums = stage.run(scan, [tensor, fromTile], uniforms)
  stage.release(totals)
  stage.release(fromTile)
  return sums
}

const uniforms = ['length', 'stride', 'start', 'tileCount']

/** Two halves of memory: one is read while the other is written. */
const countAt = `
      var<workgroup> partial : array<u32, ${2 * workgroupThreads}>;
      fn countAt(k : u32) -> u32 {
        if (k < uniforms.length) {
          return u32(counts[k * uniforms.stride + uniforms.start]);
        }
        return 0u;
      }`

function totalsProgram(tileCount: number, entriesPerThread: number): Program {
  return {
    name: `tile-totals-${entriesPerThread}`,
    inputs: ['counts'],
    uniforms,
    atomic: false,
    outputLength: tileCount,
    workgroupCount: tileCount,
    code: `${countAt}
      fn main(index : i32) {
        let tile = u32(index) / ${workgroupThreads}u;
        var total = 0u;
        for (var k = 0u; k < ${entriesPerThread}u; k++) {
          total += countAt((tile * ${entriesPerThread}u + k) * ${workgroupThreads}u + localIndex);
        }
        partial[localIndex] = total;
        workgroupBarrier();
        for (var half = ${workgroupThreads / 2}u; half > 0u; half >>= 1u) {
          if (localIndex < half) {
            partial[localIndex] += partial[localIndex + half];
          }
          workgroupBarrier();
        }
        if (localIndex == 0u && tile < uniforms.tileCount) {
          result[tile] = i32(partial[0]);
        }
      }`,
  }
}

function scanProgram(length: number, tileCount: number, entriesPerThread: number): Program {
  return {
    name: `scan-tiles-${entriesPerThread}`,
    inputs: ['counts', 'fromTile'],
    uniforms,
    atomic: false,
    outputLength: length,
    workgroupCount: tileCount,
    code: `${countAt}
      fn main(index : i32) {
        let tile = u32(index) / ${workgroupThreads}u;
        let first = u32(index) * ${entriesPerThread}u;
        var sums : array<u32, ${entriesPerThread}>;
        var total = 0u;
        for (var k = ${entriesPerThread}u; k > 0u; k--) {
          total += countAt(first + k - 1u);
          sums[k - 1u] = total;
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
        var later = 0u;
        if (localIndex + 1u < ${workgroupThreads}u) {
          later = partial[half + localIndex + 1u];
        }
        if (tile + 1u < uniforms.tileCount) {
          later += u32(fromTile[tile + 1u]);
        }
        for (var k = 0u; k < ${entriesPerThread}u; k++) {
          if (first + k < uniforms.length) {
            result[first + k] = i32(sums[k] + later);
          }
        }
      }`,
  }
}
