import { philoxConstants, philoxKey } from '../../../tally/philox.ts'
import { splitStream } from '../../order-numbers.ts'

/** The draws of rows without a key, 52 bits each: words 2 r and 2 r + 1 of a stream of Philox4x32-10 for row r. */
export function drawsPython(seed: number): string {
  const { low, high } = philoxKey(seed)
  const { multiplier0, multiplier1, weyl0, weyl1, rounds } = philoxConstants
  return `
# Rows in the order of draws: the first 52 bits of row r's two words of Philox4x32-${rounds}, a generator without state.
row = np.arange(len(rows), dtype=np.uint64)
words = [row // 2, row * 0, row * 0 + ${splitStream}, row * 0]
keys = [${hex(low)}, ${hex(high)}]
for _ in range(${rounds}):
    first, second = words[0] * ${hex(multiplier0)}, words[2] * ${hex(multiplier1)}
    words = [second >> 32 ^ words[1] ^ keys[0], second & 0xffffffff, first >> 32 ^ words[3] ^ keys[1], first & 0xffffffff]
    keys = [keys[0] + ${hex(weyl0)} & 0xffffffff, keys[1] + ${hex(weyl1)} & 0xffffffff]
even = row % 2 == 0
order = pd.Series(np.where(even, words[0], words[2]) * 2**20 + (np.where(even, words[1], words[3]) >> 12))`
}

function hex(word: number): string {
  return `0x${word.toString(16).padStart(8, '0')}`
}
