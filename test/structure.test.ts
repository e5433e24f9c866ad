import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { pureLayers } from './layers.ts'

const source = fileURLToPath(new URL('../src/', import.meta.url))

/** What each layer may import besides itself: the table of src/README.md. */
const pure = pureLayers.filter((layer) => layer !== 'evaluate')
const allowed: Record<string, string[]> = {
  table: [],
  csv: ['table'],
  containers: ['table', 'csv'],
  dataset: ['table'],
  tally: ['table', 'dataset'],
  metrics: ['table', 'dataset', 'tally'],
  split: ['table', 'dataset', 'tally', 'metrics'],
  policy: ['table', 'dataset', 'tally', 'metrics', 'split'],
  result: ['table', 'dataset', 'tally'],
  words: ['table', 'csv', 'dataset', 'metrics', 'split', 'policy', 'result'],
  report: ['table', 'dataset', 'tally', 'metrics', 'split', 'policy', 'result', 'words'],
  evaluate: pure,
  tensor: ['tally'],
  worker: [...pure, 'evaluate', 'tensor'],
  cli: [...pure, 'evaluate', 'tensor', 'worker'],
  page: ['csv', 'worker', 'report', 'words', 'result', 'policy', 'split', 'metrics', 'dataset', 'table', 'tally'],
  build: [],
}

interface Import {
  from: string
  to: string
}

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(ts|svelte|mjs)$/.test(path))
  .map((path) => path.split(sep).join('/'))

const imports: Import[] = files.flatMap((from) => {
  const text = readFileSync(join(source, from), 'utf8')
  return [
    ...text.matchAll(/(?:^|\n)\s*(?:import|export)\s+(?:type\s)?[^'";]*?(?:from\s*)?'([^']+)'|import\('([^']+)'\)/g),
  ].map((match) => {
    const name = match[1] ?? match[2]
    const to = name.startsWith('.')
      ? relative(source, join(source, dirname(from), name))
          .split(sep)
          .join('/')
      : name
    return { from, to: to.replace(/\?.*$/, '') }
  })
})

const textOf = (file: string) => readFileSync(join(source, file), 'utf8')

/** Groups of files each of which imports all others of its group, in one step or several (Tarjan 1972). */
function importCircles(): string[][] {
  const targets = new Map<string, string[]>(files.map((file) => [file, []]))
  for (const { from, to } of imports) if (targets.has(to)) targets.get(from)?.push(to)
  const circles: string[][] = []
  const numbers = new Map<string, number>()
  const lowest = new Map<string, number>()
  const stack: string[] = []
  const visit = (file: string): void => {
    const number = numbers.size
    numbers.set(file, number)
    lowest.set(file, number)
    stack.push(file)
    for (const target of targets.get(file) ?? []) {
      if (!numbers.has(target)) visit(target)
      else if (!stack.includes(target)) continue
      lowest.set(file, Math.min(lowest.get(file) ?? number, lowest.get(target) ?? number))
    }
    if (lowest.get(file) !== number) return
    const circle = stack.splice(stack.indexOf(file))
    if (circle.length > 1) circles.push(circle)
  }
  for (const file of files) if (!numbers.has(file)) visit(file)
  return circles
}

const layerOf = (path: string) => path.split('/')[0]
const isPure = (path: string) => pureLayers.includes(layerOf(path))

describe('structure of the source', () => {
  it('has imports to look at', () => expect(imports.length).toBeGreaterThan(200))

  it('every folder of the source is a layer, and every layer a folder', () => {
    const folders = readdirSync(source, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    expect(folders.map(({ name }) => name).sort()).toEqual(Object.keys(allowed).sort())
  })

  it('every layer imports only what its row of src/README.md allows', () => {
    const wrong = imports.filter(({ from, to }) => {
      const isInside = files.includes(to) || to.startsWith('../')
      return isInside && layerOf(to) !== layerOf(from) && !(allowed[layerOf(from)] ?? []).includes(layerOf(to))
    })
    expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([])
  })

  it('src/README.md has the same table', () => {
    const readme = readFileSync(join(source, 'README.md'), 'utf8')
    const described: Record<string, string[]> = {}
    for (const [, layer, cell] of readme.matchAll(/^\| `([a-z]+)\/` \| .* \| ([^|]*) \|$/gm)) {
      const named = [...cell.matchAll(/`([a-z]+)`/g)].map(([, name]) => name)
      described[layer] = cell === 'everything above' ? Object.keys(described) : named
      if (described[layer].length === 0) expect(cell, layer).toBe('nothing')
    }
    const sorted = (layers: Record<string, string[]>) =>
      Object.fromEntries(Object.entries(layers).map(([layer, others]) => [layer, [...others].sort()]))
    expect(sorted(described)).toEqual(sorted(allowed))
    expect(Object.keys(allowed).sort()).toEqual(
      [...new Set(files.map(layerOf))].filter((path) => !path.includes('.')).sort(),
    )
  })

  it('features of the page share ui/ and chart/ and import nothing of each other; only the shell imports features', () => {
    const featureOf = (path: string) => (path.startsWith('page/') ? path.split('/')[1] : null)
    const wrong = imports.filter(({ from, to }) => {
      const [importer, imported] = [featureOf(from), featureOf(to)]
      if (importer === null || imported === null || importer === 'shell' || importer === imported) return false
      return imported !== 'chart' && (imported !== 'ui' || importer === 'chart')
    })
    expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([])
  })

  it('no two files import each other, however long the way round, types included', () => {
    expect(importCircles()).toEqual([])
  })

  it('nearly every export of the pure layers has a doc comment', () => {
    const declaration = /^export (?:async )?(?:function\*?|const|class|interface|type|enum|abstract class) (\w+)/
    const undocumented: string[] = []
    let exports = 0
    for (const file of files.filter((path) => isPure(path) && path.endsWith('.ts'))) {
      const lines = textOf(file).split('\n')
      lines.forEach((line, i) => {
        const name = declaration.exec(line)?.[1]
        if (name === undefined) return
        exports++
        const above = lines.slice(0, i).findLast((text) => !text.trim().startsWith('//')) ?? ''
        if (!above.trim().endsWith('*/')) undocumented.push(`${file}: ${name}`)
      })
    }
    expect(exports).toBeGreaterThan(500)
    expect(1 - undocumented.length / exports, undocumented.join('\n')).toBeGreaterThan(0.98)
  })

  it('no file is longer than 450 lines', () => {
    // Files that are longer still, each of which is to be split.
    const known: string[] = []
    const long = files.filter((file) => textOf(file).split('\n').length > 451 && !known.includes(file))
    expect(long).toEqual([])
  })

  it('only tensor/ imports tfjs, only cli/ and build/ import node:, only worker/ and cli/ post messages', () => {
    const users = (isWanted: (name: string) => boolean) =>
      [...new Set(imports.filter(({ to }) => isWanted(to)).map(({ from }) => layerOf(from)))].sort()
    expect(users((name) => name.startsWith('@tensorflow/'))).toEqual(['tensor'])
    expect(users((name) => name.startsWith('node:'))).toEqual(['build', 'cli'])
    expect(users((name) => name === 'comlink').filter((layer) => layer !== 'cli')).toEqual(['worker'])
  })

  it('the pure layers use no function of Math whose last digit depends on the engine', () => {
    const inexact =
      /Math\.(exp|expm1|log|log1p|log2|log10|pow|hypot|cbrt|sinh?|cosh?|tanh?|asinh?|acosh?|atanh?|atan2)\b|[^ 0-9n(] \*\* |\*\*=/
    for (const file of files.filter(isPure)) {
      const text = textOf(file).replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
      expect(inexact.exec(text)?.[0], file).toBeUndefined()
    }
  })

  it('the pure layers use neither chance nor clock nor network', () => {
    for (const file of files.filter(isPure)) {
      const text = textOf(file).replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
      expect(
        /Math\.random|Date\.now|new Date\b(?!\(\w)|performance\.now|\bfetch\(|XMLHttpRequest|WebSocket|crypto\./.exec(
          text,
        )?.[0],
        file,
      ).toBeUndefined()
    }
  })
})
