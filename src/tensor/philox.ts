import { philoxConstants, type PhiloxKey } from '../tally/philox.ts'
import { type DeviceStage, type GpuTensor, type Program, workgroupThreads } from './device.ts'

const { multiplier0, multiplier1, weyl0, weyl1, rounds } = philoxConstants

/**
 * WGSL: `philox(counter : vec4<u32>, key : vec2<u32>) -> vec4<u32>`, the twin of `tally/philox.ts`, to put before the
 * `main` of a program that draws. WGSL has no 64-bit product either.
 */
export const philoxCode = `
      fn highProduct(a : u32, b : u32) -> u32 {
        let aHigh = a >> 16u;
        let aLow = a & 0xffffu;
        let bHigh = b >> 16u;
        let bLow = b & 0xffffu;
        let middle = aHigh * bLow + ((aLow * bLow) >> 16u);
        let other = aLow * bHigh + (middle & 0xffffu);
        return aHigh * bHigh + (middle >> 16u) + (other >> 16u);
      }
      fn philox(counter : vec4<u32>, key : vec2<u32>) -> vec4<u32> {
        var c = counter;
        var k = key;
        for (var round = 0u; round < ${rounds}u; round++) {
          let high0 = highProduct(${multiplier0}u, c.x);
          let high1 = highProduct(${multiplier1}u, c.z);
          c = vec4<u32>(high1 ^ c.y ^ k.x, ${multiplier1}u * c.z, high0 ^ c.w ^ k.y, ${multiplier0}u * c.x);
          k += vec2<u32>(${weyl0}u, ${weyl1}u);
        }
        return c;
      }`

/** A tensor of the words that `fillPhilox` gives for the same arguments, `4 * blockCount` of them. */
export function philoxWords(
  stage: DeviceStage,
  key: PhiloxKey,
  replicate: number,
  stream: number,
  firstBlock: number,
  blockCount: number,
): GpuTensor {
  return stage.run(wordsProgram(blockCount), [], [key.low, key.high, replicate, stream, firstBlock, blockCount])
}

function wordsProgram(blockCount: number): Program {
  return {
    name: 'philox-words',
    inputs: [],
    uniforms: ['keyLow', 'keyHigh', 'replicate', 'stream', 'firstBlock', 'blockCount'],
    atomic: false,
    outputLength: 4 * blockCount,
    workgroupCount: Math.ceil(blockCount / workgroupThreads),
    code: `${philoxCode}
      fn main(index : i32) {
        let block = u32(index);
        if (block < uniforms.blockCount) {
          let counter = vec4<u32>(uniforms.firstBlock + block, uniforms.replicate, uniforms.stream, 0u);
          let words = philox(counter, vec2<u32>(uniforms.keyLow, uniforms.keyHigh));
          result[4u * block] = i32(words.x);
          result[4u * block + 1u] = i32(words.y);
          result[4u * block + 2u] = i32(words.z);
          result[4u * block + 3u] = i32(words.w);
        }
      }`,
  }
}
