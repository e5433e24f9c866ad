import { createReadStream, statSync } from 'node:fs'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import type { ByteSource } from '../csv/source.ts'
import { InputError } from '../table/input-error.ts'

const pieceBytes = 1 << 20

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
      code: 'no_such_file', place: { file: path }, found: stats === undefined ? 'no such file' : 'a folder',
      expected: 'a CSV file', remedy: 'Check the path.',
    })
  }
  // Pipes and devices can be read once only, as standard input.
  if (!stats.isFile()) return streamSource(name, createReadStream(path, { highWaterMark: pieceBytes }))
  return {
    name,
    byteLength: stats.size,
    open: () => webStream(createReadStream(path, { highWaterMark: pieceBytes })),
  }
}

/**
 * A stream that is read twice, first its start (until that reader stops) and then all of it: what the first reader took
 * is kept for the second.
 */
export function streamSource(name: string, stream: NodeJS.ReadableStream): ByteSource {
  const taken: Uint8Array[] = []
  let openings = 0
  const pieces = stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>
  return {
    name,
    byteLength: null,
    open() {
      openings++
      if (openings > 2) throw new Error(`${name} cannot be read again`)
      const isFirst = openings === 1
      let replayed = 0
      return new ReadableStream<Uint8Array>({
        async pull(controller) {
          if (!isFirst && replayed < taken.length) {
            controller.enqueue(taken[replayed])
            taken[replayed++] = new Uint8Array(0)
            return
          }
          const { value, done } = await pieces.next()
          if (done === true) return controller.close()
          // Copied: a reader may hand the buffer itself to another thread.
          if (isFirst) taken.push(new Uint8Array(value))
          controller.enqueue(new Uint8Array(value))
        },
      }, { highWaterMark: 0 })
    },
  }
}

function webStream(stream: Readable): ReadableStream<Uint8Array> {
  return Readable.toWeb(stream) as unknown as ReadableStream<Uint8Array>
}
