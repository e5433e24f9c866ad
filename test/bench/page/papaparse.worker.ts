import { expose } from 'comlink'
import Papa from 'papaparse'
import { answersOf, type Answers } from './contender.ts'

/** PapaParse in its fast mode, told everything that it would otherwise find out; its cells put into typed columns. */
const service = {
  read(file: File, chunkSize: number): Promise<Answers> {
    let capacity = 1 << 16
    let score = new Float64Array(capacity)
    let scoreV1 = new Float64Array(capacity)
    let label = new Uint32Array(capacity)
    let split = new Uint32Array(capacity)
    const labels = new Map<string, number>()
    const splits = new Map<string, number>()
    let row = 0
    let isHeader = true
    const grow = (): void => {
      capacity *= 2
      score = longer(score, new Float64Array(capacity))
      scoreV1 = longer(scoreV1, new Float64Array(capacity))
      label = longer(label, new Uint32Array(capacity))
      split = longer(split, new Uint32Array(capacity))
    }
    return new Promise((resolve, reject) => {
      Papa.parse<string[]>(file, {
        delimiter: ',',
        newline: '\n',
        fastMode: true,
        skipEmptyLines: true,
        chunkSize,
        chunk({ data }) {
          for (const cells of data) {
            if (isHeader) {
              isHeader = false
              continue
            }
            if (row === capacity) grow()
            label[row] = codeOf(labels, cells[1])
            score[row] = Number(cells[2])
            scoreV1[row] = Number(cells[3])
            split[row] = codeOf(splits, cells[4])
            row++
          }
        },
        complete: () =>
          resolve(
            answersOf(
              row,
              (at) => label[at] === labels.get('1'),
              (at) => split[at] === splits.get('test'),
              score,
              scoreV1,
            ),
          ),
        error: reject,
      })
    })
  },
}

function codeOf(codes: Map<string, number>, value: string): number {
  const known = codes.get(value)
  if (known !== undefined) return known
  codes.set(value, codes.size)
  return codes.size - 1
}

function longer<Values extends Float64Array | Uint32Array>(values: Values, larger: Values): Values {
  larger.set(values)
  return larger
}

export type PapaparseService = typeof service
expose(service)
