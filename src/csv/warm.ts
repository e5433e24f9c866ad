import type { Scanner, ScanPlan } from './plan.ts'
import { encodeUtf8 } from './utf8.ts'

const ROUNDS = 12
const ROWS = 2500
const plan: ScanPlan = {
  delimiter: 0x2c,
  fieldCount: 5,
  comments: false,
  requests: [1, 2, 3, 4].map((column) => ({
    column,
    kind: column === 2 || column === 3 ? 'float64' : 'dictionary',
    allowEmpty: false,
  })),
}

/** Scans made-up predictions until the scanner runs as fast as it will: engines compile what has run for a while. */
export async function warmUp(scanner: Scanner): Promise<void> {
  const text = encodeUtf8(Array.from({ length: ROWS }, (_, row) => predictionLine(row)).join(''))
  for (let round = 0; round < ROUNDS; round++) {
    const { columns } = await scanner.scan(text.slice() as Uint8Array<ArrayBuffer>, plan, [])
    if (columns.length !== plan.requests.length) throw new Error('The scanner lost columns')
  }
}

/** A name, a label, two scores of different lengths and a split. */
function predictionLine(row: number): string {
  const score = (row * 0.6180339887) % 1
  return `row${row},${row % 3 === 0 ? 1 : 0},${score.toFixed(4 + (row % 7))},${(1 - score).toFixed(10)},${['train', 'test', 'validation'][row % 3]}\n`
}
