import {
  chmodSync,
  createReadStream,
  createWriteStream,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
} from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { InputError } from '../table/input-error.ts'

/** What is written whole or not at all: its place is filled at the end, from a file beside it. */
export interface Output {
  /** Done when the bytes are not used any more. */
  write(bytes: Uint8Array): Promise<void>
  /** Puts what was written in its place. */
  finish(): Promise<void>
  /** Leaves no trace. */
  discard(): void
}

/**
 * Opens a file, or standard output (null), which gets all at once at the end. A path that ends in `.gz` gets it compressed.
 * Any reader of the file's old content can go on.
 */
export function openOutput(path: string | null): Output {
  const { target, stats } = path === null ? { target: null, stats: undefined } : targetOf(path)
  const isInPlace = target !== null && (stats === undefined || stats.isFile())
  const draft = temporary(isInPlace ? `${target}.${process.pid}.tmp` : join(tmpdir(), `good-enough-${process.pid}.out`))
  const file = createWriteStream(draft, { mode: isInPlace ? 0o666 : 0o600 })
  const gzip = target?.endsWith('.gz') === true ? createGzip() : null
  const sink: Writable = gzip ?? file
  const done = gzip === null ? finished(file) : pipeline(gzip, file)
  done.catch(() => undefined)
  const discard = () => {
    file.destroy()
    remove(draft)
  }
  return {
    write: (bytes) =>
      reported(path, discard, async () => {
        await Promise.race([new Promise<void>((resolve) => sink.write(bytes, () => resolve())), done])
      }),
    finish: () =>
      reported(path, discard, async () => {
        sink.end()
        await done
        if (!isInPlace) {
          await pipeline(createReadStream(draft), target === null ? process.stdout : createWriteStream(target), {
            end: target !== null,
          })
          return remove(draft)
        }
        if (stats !== undefined) chmodSync(draft, stats.mode)
        renameSync(draft, target)
        keep(draft)
      }),
    discard,
  }
}

/** Writes a text as a file, whole or not at all. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const output = openOutput(path)
  await output.write(new TextEncoder().encode(text))
  await output.finish()
}

/** What a path leads to, through links. */
function targetOf(path: string): { target: string; stats: Stats | undefined } {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats?.isDirectory() === true) throw cannotWrite(path, 'a folder')
  return { target: stats === undefined ? path : realpathSync(path), stats }
}

async function reported(path: string | null, discard: () => void, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    discard()
    throw cannotWrite(path ?? 'standard output', (error as NodeJS.ErrnoException).code ?? 'an error')
  }
}

function cannotWrite(path: string, found: string): InputError {
  return new InputError({
    code: 'cannot_write',
    place: { option: '--out' },
    found: `${path}: ${found}`,
    expected: 'a file that can be written',
    remedy: 'Check the path.',
  })
}

/** One line of standard error that is written over; nothing where that is no terminal. */
export interface ProgressLine {
  show(what: string, rowCount: number, bytesRead: number | null): void
  clear(): void
}

const leastMs = 100

export function terminalProgress(): ProgressLine {
  if (!process.stderr.isTTY) return { show: () => undefined, clear: () => undefined }
  let shownAt = 0
  return {
    show(what, rowCount, bytesRead) {
      if (Date.now() - shownAt < leastMs) return
      shownAt = Date.now()
      const bytes = bytesRead === null ? '' : `, ${(bytesRead / 1e6).toFixed(1)} MB`
      process.stderr.write(`\r\u001b[K${what}: ${rowCount.toLocaleString('en')} rows${bytes}`)
    },
    clear: () => process.stderr.write('\r\u001b[K'),
  }
}

const paths = new Set<string>()

/** Registers a file that is to be gone when the program ends, however it does, unless it is kept. */
export function temporary(path: string): string {
  if (paths.size === 0) removeAtEnd()
  paths.add(path)
  return path
}

/** The file has been given its place. */
export function keep(path: string): void {
  paths.delete(path)
}

export function remove(path: string): void {
  rmSync(path, { force: true })
  paths.delete(path)
}

let isWatching = false

function removeAtEnd(): void {
  if (isWatching) return
  isWatching = true
  process.on('exit', () => paths.forEach((path) => rmSync(path, { force: true })))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => process.exit(128 + constants.signals[signal]))
}
