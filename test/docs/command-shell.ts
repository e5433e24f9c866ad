import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { otherSamples, sampleFiles, samples, type Sample } from '../../src/page/open/samples.ts'
import { buildCommand } from '../../src/build/command.mjs'

export interface SampleShell {
  /** A folder in which the documents' commands find their files; the same one each time for the same name. */
  folderFor(name: string): string
  run(command: string, folder: string): { status: number | null; stdout: string; stderr: string }
  /**
   * Runs the commands of a block, one after the other.
   * @returns what a user sees: standard output, and standard error of a command that is refused
   * @throws Error where a command ends with another status than its comment `# exit status N` says, or without one with 3 or more
   */
  runBlock(block: string, folder: string): string
}

/** A shell in which `good-enough` is the built command, with the files that the documents' examples name. */
export function sampleShell(): SampleShell {
  const base = mkdtempSync(join(tmpdir(), 'good-enough-docs-'))
  const dist = join(base, 'dist')
  const folders = new Map<string, string>()
  beforeAll(async () => {
    await buildCommand({ outDir: dist, version: '0.0.0-test' })
    const program = join(base, 'bin/good-enough')
    mkdirSync(join(base, 'bin'))
    writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${dist}/cli.js" "$@"\n`)
    chmodSync(program, 0o755)
    mkdirSync(join(dist, 'site/samples'), { recursive: true })
    for (const { id } of [...samples, ...otherSamples]) {
      const { table, policy } = sampleFiles(id)
      for (const { name, text } of [table, policy]) writeFileSync(join(dist, 'site/samples', name), text)
    }
  }, 60_000)
  afterAll(() => rmSync(base, { recursive: true, force: true }))

  const run: SampleShell['run'] = (command, folder) => {
    const { status, stdout, stderr } = spawnSync('sh', ['-c', command], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      env: { ...process.env, PATH: join(base, 'bin') + delimiter + process.env.PATH },
    })
    return { status, stdout, stderr }
  }

  return {
    folderFor(name) {
      const known = folders.get(name)
      if (known !== undefined) return known
      const folder = mkdtempSync(join(base, 'folder-'))
      symlinkSync(dist, join(folder, 'dist'))
      for (const [file, text] of Object.entries(exampleFiles())) writeFileSync(join(folder, file), text)
      folders.set(name, folder)
      return folder
    },
    run,
    runBlock(block, folder) {
      let seen = ''
      for (const command of commandsOf(block)) {
        const { status, stdout, stderr } = run(command, folder)
        const expected = /# exit status (\d)/.exec(command)?.[1]
        const isRight = expected === undefined ? status !== null && status < 3 : status === Number(expected)
        if (!isRight) throw new Error(`${command}\nended with status ${status}:\n${stderr}`)
        seen += stdout + (status === 3 ? stderr : '')
      }
      return seen
    },
  }
}

/** Commands of a block; a backslash at the end of a line goes on in the next. */
function commandsOf(block: string): string[] {
  return block
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
}

/** Rows of an example: enough for its policy to pass, and few enough to be quick. */
const exampleRows = 2000

/** The files that the documents' examples are about. */
function exampleFiles(): Record<string, string> {
  const predictions = headOf('clear_pass')
  const [header, ...rows] = predictions
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','))
  const columns = (names: string[], as: Record<string, string> = {}): string =>
    [names.map((name) => as[name] ?? name), ...rows.map((row) => names.map((name) => row[header.indexOf(name)]))]
      .map((cells) => `${cells.join(',')}\n`)
      .join('')
  return {
    'predictions.csv': predictions,
    'churn.yaml': sampleFiles('clear_pass').policy.text,
    'labels.csv': columns(['customer', 'churned']),
    'new.csv': columns(['customer', 'score_v2'], { score_v2: 'score' }),
    'old.csv': columns(['customer', 'score_v1'], { score_v1: 'score' }),
    'tickets.csv': headOf('several_classes'),
    'tickets.yaml': sampleFiles('several_classes').policy.text,
    'parcels.csv': headOf('numbers'),
    'parcels.yaml': sampleFiles('numbers').policy.text,
  }
}

/** A sample's header and first rows. */
function headOf(id: Sample['id']): string {
  const lines = sampleFiles(id).table.text.split('\n')
  return `${lines.slice(0, exampleRows + 1).join('\n')}\n`
}
