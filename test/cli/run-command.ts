import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll } from 'vitest'
import { builtProgram, isBuilt } from '../helpers/built.ts'
import { temporaryFolder } from '../helpers/temporary-folder.ts'
import { WarmCommand } from './warm-command.ts'

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
  /**
   * Runs it in a process that has run it before; in one of its own where it is given a standard input.
   * @param input standard input
   */
  run(args: string[], input?: string | Uint8Array): CommandRun
  /** Runs it in a process of its own. */
  start(args: string[], input?: string | Uint8Array): CommandRun
  write(name: string, content: string | Uint8Array): string
  read(name: string): Buffer
}

/** The built command, which runs in a folder of its own. */
export function builtCommand(): BuiltCommand {
  const folder = temporaryFolder()
  const program = builtIn(folder)
  const start = (args: string[], input?: string | Uint8Array): CommandRun => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
      cwd: folder,
      encoding: 'utf8',
      input,
      maxBuffer: 1 << 28,
    })
    return { status, stdout, stderr }
  }
  return {
    folder,
    program,
    start,
    run: (args, input) => (input === undefined ? warm(program).run(folder, args) : start(args, input)),
    write(name, content) {
      writeFileSync(join(folder, name), content)
      return name
    },
    read: (name) => readFileSync(join(folder, name)),
  }
}

const warmCommands = new Map<string, WarmCommand>()

function warm(program: string): WarmCommand {
  const known = warmCommands.get(program) ?? new WarmCommand(program)
  warmCommands.set(program, known)
  return known
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
