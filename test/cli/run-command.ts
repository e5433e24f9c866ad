import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll } from 'vitest'
import { builtProgram, isBuilt } from '../helpers/built.ts'
import { temporaryFolder } from '../helpers/temporary-folder.ts'

export interface CommandRun {
  status: number | null
  stdout: string
  stderr: string
}

export interface BuiltCommand {
  /** Where it runs. */
  folder: string
  /** The built program. */
  program: string
  run(args: string[], input?: string | Uint8Array): CommandRun
  write(name: string, content: string | Uint8Array): string
  read(name: string): Buffer
}

/** The built command, which runs in a folder of its own. */
export function builtCommand(): BuiltCommand {
  const folder = temporaryFolder()
  const program = builtIn(folder)
  return {
    folder,
    program,
    run(args, input) {
      const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
        cwd: folder,
        encoding: 'utf8',
        input,
        maxBuffer: 1 << 28,
      })
      return { status, stdout, stderr }
    },
    write(name, content) {
      writeFileSync(join(folder, name), content)
      return name
    },
    read: (name) => readFileSync(join(folder, name)),
  }
}

/**
 * The path of the built command: `dist/cli.js`, or, where that is missing or older than the sources, one that is built into a folder before the
 * tests.
 */
export function builtIn(folder: string): string {
  if (isBuilt()) return builtProgram
  beforeAll(async () => {
    const { buildCommand } = await import('../../src/build/command.mjs')
    await buildCommand({ outDir: folder, version: '0.0.0-test' })
  }, 120_000)
  return join(folder, 'cli.js')
}
