import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ByteSource } from '../../src/csv/source.ts'
import { plainReading } from '../../src/dataset/reading.ts'
import { evaluate } from '../../src/evaluate/evaluate.ts'
import { defaultPolicy, type Policy } from '../../src/policy/policy.ts'
import type { Kernels } from '../../src/tally/kernels.ts'
import { referenceKernels } from '../../src/tally/reference.ts'
import { lehmer } from '../helpers/lehmer.ts'
import { scannersOf } from '../csv/everywhere.ts'
import { bytesSource, diskSource } from '../csv/sources.ts'
import { openDawn } from '../tensor/dawn.ts'
import type { GpuSource } from '../../src/tensor/adapter.ts'
import { webgpuKernels, type WebgpuKernels } from '../../src/tensor/webgpu.ts'

const random = lehmer(11)
const pick = <T>(list: T[]): T => list[Math.floor(random() * list.length)]
const splits = ['train', 'validation', 'test']

interface Case {
  header: string
  rows: string[]
  policy: Policy
}

const withColumns = (columns: Policy['columns'], rest: Partial<Policy> = {}): Policy => ({
  ...defaultPolicy,
  columns,
  replicates: 50,
  ...rest,
})

const binaryRows = Array.from({ length: 600 }, () => {
  const y = random() < 0.35 ? 1 : 0
  const [a, b] = [0.6 * random() + 0.4 * y, 0.8 * random() + 0.2 * y].map((score) => score.toFixed(3))
  return [
    y,
    a,
    b,
    pick(splits),
    pick(['north', 'south']),
    pick(['new', 'old']),
    1 + Math.floor(3 * random()),
    `p${Math.floor(80 * random())}`,
  ].join(',')
})
const binary = { header: 'y,a,b,split,region,segment,w,patient', rows: binaryRows }
const columns = { label: 'y', candidate: 'a', production: 'b', split: 'split', slices: ['region', 'segment'] }
const chosen: Partial<Policy> = {
  threshold: { kind: 'best', direction: 'maximise', metric: 'f1', subjectTo: [], on: 'validation' },
}

const cases: Record<string, Case> = {
  'binary, threshold chosen on validation': { ...binary, policy: withColumns(columns, chosen) },
  'binary, counted': {
    ...binary,
    policy: withColumns({ ...columns, weight: 'w' }, { reading: { ...plainReading, weights: 'frequency' } }),
  },
  'binary, grouped': { ...binary, policy: withColumns({ ...columns, group: 'patient' }) },
  'binary, shared and grouped': {
    header: binary.header,
    rows: binaryRows.map((row) => row.replace(/,\d,p/, () => `,${(0.1 + random()).toFixed(3)},p`)),
    policy: withColumns({ ...columns, weight: 'w', group: 'patient' }, chosen),
  },
  'several classes': {
    header: 'y,p_a,p_b,p_c,q_a,q_b,q_c,split,region',
    rows: Array.from({ length: 400 }, () => {
      const probabilities = () => {
        const parts = [0, 0, 0].map(() => 1 + Math.floor(98 * random()))
        const total = parts[0] + parts[1] + parts[2]
        return parts.map((part) => part / total)
      }
      return [
        pick(['a', 'b', 'c']),
        ...probabilities(),
        ...probabilities(),
        pick(splits),
        pick(['north', 'south']),
      ].join(',')
    }),
    policy: withColumns({ label: 'y', candidate: 'p_*', production: 'q_*', split: 'split', slices: ['region'] }),
  },
  regression: {
    header: 'y,a,b,split,region',
    rows: Array.from({ length: 400 }, () => {
      const y = 10 * random()
      return [y, y + random() - 0.5, y + 2 * random() - 1]
        .map((number) => number.toFixed(4))
        .concat(pick(splits), pick(['north', 'south']))
        .join(',')
    }),
    policy: withColumns({ label: 'y', candidate: 'a', production: 'b', split: 'split', slices: ['region'] }),
  },
}

const bytesOf = (header: string, rows: string[]) => new TextEncoder().encode([header, ...rows, ''].join('\n'))

async function digest(
  source: ByteSource,
  policy: Policy,
  kernels: Kernels = referenceKernels(),
  scannerCount: 1 | 3 = 1,
): Promise<string> {
  return (await evaluate([source], policy, { kernels, scanners: scannersOf(scannerCount) })).document.sha256
}

/** The same rows in another order. */
function shuffled(rows: string[], seed: number): string[] {
  const next = lehmer(seed)
  return rows
    .map((row) => ({ row, key: next() }))
    .sort((a, b) => a.key - b.key)
    .map(({ row }) => row)
}

describe.each(Object.entries(cases))('%s: one SHA-256', (_name, { header, rows, policy }) => {
  let expected: string
  beforeAll(async () => {
    expected = await digest(bytesSource(bytesOf(header, rows)), policy)
  })

  it('is a hash', () => expect(expected).toMatch(/^[0-9a-f]{64}$/))

  it.each([1, 7, 64, 1009])('in pieces of %i bytes, one scanner or three, in chunks or ranges', async (pieceBytes) => {
    const bytes = bytesOf(header, rows)
    expect(await digest(bytesSource(bytes, pieceBytes), policy, referenceKernels(), 3)).toBe(expected)
    expect(await digest(diskSource(bytes, pieceBytes), policy, referenceKernels(), 3)).toBe(expected)
  })

  it.each([2, 3, 5])('in any order of the rows (%i)', async (seed) => {
    expect(await digest(bytesSource(bytesOf(header, shuffled(rows, seed))), policy)).toBe(expected)
  })

  it('and another once a single digit changes', async () => {
    const changed = rows.with(
      0,
      rows[0].replace(/\d(?=,(train|validation|test))/, (digit) => String((Number(digit) + 1) % 10)),
    )
    expect(changed[0]).not.toBe(rows[0])
    expect(await digest(bytesSource(bytesOf(header, changed)), policy)).not.toBe(expected)
  })
})

const dawn = await openDawn()
if (typeof dawn === 'string') console.warn(`skipped: SHA-256 on WebGPU (${dawn})`)

describe.skipIf(typeof dawn === 'string')('on WebGPU in software', { timeout: 120_000 }, () => {
  let kernels: WebgpuKernels
  beforeAll(async () => {
    kernels = await webgpuKernels((await (dawn as GpuSource).requestAdapter())!)
  })
  afterAll(() => kernels.close())

  it.each(Object.entries(cases))('%s: the same SHA-256', async (_name, { header, rows, policy }) => {
    const source = () => bytesSource(bytesOf(header, rows))
    expect(await digest(source(), policy, kernels)).toBe(await digest(source(), policy))
  })
})
