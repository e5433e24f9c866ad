import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const source = fileURLToPath(new URL('../src/', import.meta.url))

/** What each room may import besides itself: the table of src/README.md. */
const pure = ['table', 'csv', 'dataset', 'tally', 'metrics', 'split', 'policy', 'result', 'words', 'report']
const allowed: Record<string, string[]> = {
  table: [],
  csv: ['table'],
  dataset: ['table'],
  tally: ['table', 'dataset'],
  metrics: ['table', 'dataset', 'tally'],
  split: ['table', 'dataset', 'tally', 'metrics'],
  policy: ['table', 'dataset', 'tally', 'metrics', 'split'],
  result: ['table', 'dataset', 'tally'],
  words: ['table', 'dataset', 'metrics', 'split', 'policy', 'result'],
  report: ['table', 'dataset', 'tally', 'metrics', 'split', 'policy', 'result', 'words'],
  evaluate: pure,
  tensor: ['tally'],
  worker: [...pure, 'evaluate', 'tensor'],
  cli: [...pure, 'evaluate', 'tensor', 'worker'],
  chart: ['metrics', 'worker'],
  app: [
    'page',
    'chart',
    'worker',
    'report',
    'words',
    'result',
    'policy',
    'split',
    'metrics',
    'dataset',
    'table',
    'tally',
  ],
  page: [
    'app',
    'csv',
    'chart',
    'worker',
    'report',
    'words',
    'result',
    'policy',
    'split',
    'metrics',
    'dataset',
    'table',
    'tally',
  ],
  build: [],
}

interface Import {
  from: string
  to: string
  isType: boolean
}

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(ts|svelte|mjs)$/.test(path))
  .map((path) => path.split(sep).join('/'))

const imports: Import[] = files.flatMap((from) => {
  const text = readFileSync(join(source, from), 'utf8')
  return [
    ...text.matchAll(/(?:^|\n)\s*(?:import|export)\s+(type\s)?[^'";]*?(?:from\s*)?'([^']+)'|import\('([^']+)'\)/g),
  ].map((match) => {
    const name = match[2] ?? match[3]
    const to = name.startsWith('.')
      ? relative(source, join(source, dirname(from), name))
          .split(sep)
          .join('/')
      : name
    return { from, to: to.replace(/\?.*$/, ''), isType: match[1] !== undefined }
  })
})

const roomOf = (path: string) => path.split('/')[0]

describe('the house', () => {
  it('has imports to look at', () => expect(imports.length).toBeGreaterThan(200))

  it('every room imports only what its row of src/README.md allows', () => {
    const wrong = imports.filter(({ from, to }) => {
      const isInside = files.includes(to) || to.startsWith('../')
      return isInside && roomOf(to) !== roomOf(from) && !(allowed[roomOf(from)] ?? []).includes(roomOf(to))
    })
    expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([])
  })

  it('no two files import each other, however long the way round', () => {
    const cycles: string[] = []
    const done = new Set<string>()
    const visit = (file: string, path: string[]): void => {
      if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(' → '))
      if (done.has(file) || path.includes(file)) return
      imports.filter(({ from, isType }) => from === file && !isType).forEach(({ to }) => visit(to, [...path, file]))
      done.add(file)
    }
    files.forEach((file) => visit(file, []))
    expect(cycles).toEqual([])
  })

  it('only tensor/ imports tfjs, only cli/ and build/ import node:, only worker/ and cli/ post messages', () => {
    const users = (isWanted: (name: string) => boolean) =>
      [...new Set(imports.filter(({ to }) => isWanted(to)).map(({ from }) => roomOf(from)))].sort()
    expect(users((name) => name.startsWith('@tensorflow/'))).toEqual(['tensor'])
    expect(users((name) => name.startsWith('node:'))).toEqual(['build', 'cli'])
    expect(users((name) => name === 'comlink').filter((room) => room !== 'cli')).toEqual(['worker'])
  })

  it('the pure rooms take no function of Math whose last digit depends on the engine', () => {
    const inexact =
      /Math\.(exp|expm1|log|log1p|log2|log10|pow|hypot|cbrt|sinh?|cosh?|tanh?|asinh?|acosh?|atanh?|atan2)\b|[^ 0-9n(] \*\* |\*\*=/
    for (const file of files.filter((path) => [...pure, 'evaluate'].includes(roomOf(path)))) {
      const text = readFileSync(join(source, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
      expect(inexact.exec(text)?.[0], file).toBeUndefined()
    }
  })

  it('the pure rooms know neither chance nor clock nor network', () => {
    for (const file of files.filter((path) => [...pure, 'evaluate'].includes(roomOf(path)))) {
      const text = readFileSync(join(source, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
      expect(
        /Math\.random|Date\.now|new Date\b(?!\(\w)|performance\.now|\bfetch\(|XMLHttpRequest|WebSocket|crypto\./.exec(
          text,
        )?.[0],
        file,
      ).toBeUndefined()
    }
  })
})
