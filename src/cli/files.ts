import { closeSync, createReadStream, createWriteStream, openSync, readSync, statSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import type { TableReaders } from '../containers/table-source.ts'
import type { StartZstd } from '../containers/zstd.ts'
import type { ByteSource, OpenPart } from '../csv/source.ts'
import { InputError } from '../table/input-error.ts'
import { temporary } from './output.ts'

const pieceBytes = 1 << 20
const keptLimit = 64 << 20

/** The readers of other files than CSV, which are loaded where a file needs them. */
export async function loadReaders(): Promise<TableReaders> {
  const { readersWith } = await import('../containers/readers.ts')
  return readersWith(startZstd)
}

/** A decoder in WebAssembly, which is started where a file is compressed with Zstandard. */
const startZstd: StartZstd = async () => {
  const { ZSTDDecoder } = await import('zstddec')
  const zstd = new ZSTDDecoder()
  await zstd.init()
  return (stored, out) => zstd.decode(stored, out.length)
}

/** The files of the command line as byte sources, by base name (by path where two have the same); `-` is standard input. */
export function fileSources(paths: string[]): ByteSource[] {
  const names = paths.map((path) => basename(path))
  return paths.map((path, i) => {
    if (path === '-') return streamSource('standard input', process.stdin)
    const name = names.indexOf(names[i]) === names.lastIndexOf(names[i]) ? names[i] : path
    return pathSource(path, name)
  })
}

function pathSource(path: string, name: string): ByteSource {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined || stats.isDirectory()) {
    throw new InputError({
      code: 'no_such_file',
      place: { file: path },
      found: stats === undefined ? 'no such file' : 'a folder',
      expected: 'a file of predictions',
      remedy: 'Check the path.',
    })
  }
  // Pipes and devices can be read once only, as standard input.
  if (!stats.isFile()) return streamSource(name, createReadStream(path, { highWaterMark: pieceBytes }))
  return {
    name,
    byteLength: stats.size,
    handle: path,
    open: () => webStream(createReadStream(path, { highWaterMark: pieceBytes })),
    read: async (start, end) => readPart(path, start, end),
  }
}

function readPart(path: string, start: number, end: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(end - start)
  const file = openSync(path, 'r')
  try {
    let length = 0
    for (let count = -1; count !== 0 && length < bytes.length; length += count)
      count = readSync(file, bytes, length, bytes.length - length, start + length)
    return bytes.subarray(0, length)
  } finally {
    closeSync(file)
  }
}

/** A source that can be read as often as needed: what a stream brings is kept in a file until the program ends. */
export async function spooled(source: ByteSource): Promise<ByteSource> {
  const path = temporary(join(tmpdir(), `good-enough-${process.pid}.in`))
  await pipeline(Readable.fromWeb(source.open() as NodeReadableStream), createWriteStream(path, { mode: 0o600 }))
  return pathSource(path, source.name)
}

/** Reads on the thread that calls it, which waits meanwhile. */
export const openPathPart: OpenPart = (path, start, end) => {
  const file = openSync(path as string, 'r')
  let at = start
  return new ReadableStream({
    type: 'bytes',
    autoAllocateChunkSize: pieceBytes,
    pull(controller) {
      const { view } = controller.byobRequest!
      const count = readSync(file, view as Uint8Array, 0, Math.min(view!.byteLength, end - at), at)
      at += count
      if (count === 0) {
        closeSync(file)
        controller.close()
      }
      controller.byobRequest!.respond(count)
    },
    cancel: () => closeSync(file),
  })
}

/**
 * A stream that can be read again from its start while no more than 64 MiB of it have been read: what was taken so far
 * is kept (the start of a file is looked at before all of it is read).
 */
function streamSource(name: string, stream: NodeJS.ReadableStream): ByteSource {
  const pieces = stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>
  const kept: Uint8Array[] = []
  let keptBytes = 0
  let isWhole = true
  return {
    name,
    byteLength: null,
    open() {
      if (!isWhole) throw new Error(`${name} cannot be read again from its start`)
      let given = 0
      return new ReadableStream<Uint8Array>(
        {
          async pull(controller) {
            if (given === kept.length) {
              const { value, done } = await pieces.next()
              if (done === true) return controller.close()
              isWhole = isWhole && keptBytes < keptLimit
              if (!isWhole) return controller.enqueue(new Uint8Array(value))
              kept.push(value)
              keptBytes += value.length
            }
            // Copied: who reads it may hand the buffer itself to another thread.
            controller.enqueue(new Uint8Array(kept[given++]))
          },
        },
        { highWaterMark: 0 },
      )
    },
  }
}

function webStream(stream: Readable): ReadableStream<Uint8Array> {
  return Readable.toWeb(stream) as unknown as ReadableStream<Uint8Array>
}

/** A policy's text. */
export function readPolicyText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new InputError({
      code: 'no_such_file',
      place: { file: path },
      found: (error as NodeJS.ErrnoException).code ?? 'an error',
      expected: 'a policy file that can be read',
      remedy: 'Check the path.',
    })
  }
}
