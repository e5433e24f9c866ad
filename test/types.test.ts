import { readdirSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { pureLayers } from './layers.ts'

const root = fileURLToPath(new URL('../', import.meta.url))

/** The TypeScript project at `config` with one file more, which is not on the disk. */
function programWith(config: string, snippet: { path: string; text: string }): ts.Program {
  const path = join(root, config)
  const { options, fileNames } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(path, ts.sys.readFile).config,
    ts.sys,
    dirname(path),
  )
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists } = host
  host.fileExists = (name) => name === snippet.path || fileExists(name)
  host.getSourceFile = (name, ...more) =>
    name === snippet.path
      ? ts.createSourceFile(name, snippet.text, ts.ScriptTarget.ES2023)
      : getSourceFile.call(host, name, ...more)
  return ts.createProgram([...fileNames, snippet.path], options, host)
}

/** Those of `names` that do not exist for a file of the project. */
function unknownNames(config: string, folder: string, names: string[]): { unknown: string[]; files: string[] } {
  const path = join(root, folder, 'uses-forbidden-names.ts')
  const text = `export const used: unknown[] = [\n${names.map((name) => `  ${name},\n`).join('')}]\n`
  const program = programWith(config, { path, text })
  const unknown = program
    .getSemanticDiagnostics(program.getSourceFile(path))
    .filter(({ code }) => [2304, 2552, 2580, 2584, 2591, 2592, 2593].includes(code))
    .map(({ start = 0, length = 0 }) => text.slice(start, start + length))
  const files = program.getSourceFiles().map(({ fileName }) => relative(root, fileName).split(sep).join('/'))
  return { unknown, files }
}

describe('types say what a layer may know', () => {
  it('the pure layers know no network, document, process, timer, clock or console', () => {
    const outside = ['fetch', 'document', 'window', 'self', 'navigator', 'location', 'process', 'Buffer', 'require']
    const more = [
      'setTimeout',
      'setInterval',
      'queueMicrotask',
      'performance',
      'crypto',
      'console',
      'postMessage',
      'Worker',
    ]
    const { unknown, files } = unknownNames('src/tsconfig.json', 'src/table', [...outside, ...more])
    expect(unknown).toEqual([...outside, ...more])
    expect(files.filter((file) => /@types\/node\/|lib\.(dom|webworker)/.test(file))).toEqual([])
    for (const layer of pureLayers) {
      const inside = readdirSync(join(root, 'src', layer), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .map((file) => `src/${layer}/${file.split(sep).join('/')}`)
      expect(inside.filter((file) => !files.includes(file))).toEqual([])
    }
  })

  it('the page knows no Node', () => {
    const names = ['process', 'Buffer', 'require']
    expect(unknownNames('src/page/tsconfig.json', 'src/page/ui', names).unknown).toEqual(names)
  })

  it('workers know neither the document nor Node', () => {
    const names = ['document', 'window', 'process', 'Buffer', 'require']
    expect(unknownNames('src/worker/tsconfig.json', 'src/worker', names).unknown).toEqual(names)
  })
})
