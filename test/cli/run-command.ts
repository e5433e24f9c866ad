import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { buildCommand } from '../../src/build/command.mjs'
import { builtProgram, isBuilt } from '../helpers/built.ts'

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

/**
 * The built command in a folder of its own, which is removed after the test file's tests. It is `dist/cli.js`; where that is missing or
 * older than the sources, the test file builds its own.
 */
export function builtCommand(): BuiltCommand {
  const folder = mkdtempSync(join(tmpdir(), 'good-enough-cli-'))
  const program = isBuilt() ? builtProgram : join(folder, 'dist/cli.js')
  beforeAll(async () => {
    if (program !== builtProgram) await buildCommand({ outDir: join(folder, 'dist'), version: '0.0.0-test' })
  }, 60_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
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

/** Deterministic numbers in 0 … 1 (Lehmer's generator, modulus 2^31 − 1). */
export function lehmer(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
}
