import { Decompress } from 'fzstd'
import type { ByteSource } from '../csv/source.ts'
import { bombGuard } from './bomb-guard.ts'
import { inWords } from './damaged.ts'
import { piecesOf } from './random-access.ts'

/**
 * The content of a file that is compressed with Zstandard, as a source of its own, which is unpacked while it is read. It may be read
 * again, as the file may. InputError where the data is damaged, or a bomb.
 */
export function unpackedZstd(source: ByteSource): ByteSource {
  return { name: source.name, byteLength: null, open: () => streamOf(unpacked(source)) }
}

/** Little at a time, so that a bomb is found before much of it is unpacked. */
const STEP_BYTES = 1 << 16

async function* unpacked(source: ByteSource): AsyncGenerator<Uint8Array, void, void> {
  const guard = bombGuard(source.name)
  let made: Uint8Array[] = []
  const zstd = new Decompress((bytes) => {
    guard(0, bytes.length)
    if (bytes.length > 0) made.push(bytes)
  })
  const push = (bytes: Uint8Array, isLast: boolean) =>
    inWords(source.name, 'Zstandard data', async () => zstd.push(bytes, isLast))
  for await (const piece of piecesOf(source)) {
    for (let at = 0; at < piece.length; at += STEP_BYTES) {
      const step = piece.slice(at, at + STEP_BYTES)
      guard(step.length, 0)
      await push(step, false)
      yield* made
      made = []
    }
  }
  await push(new Uint8Array(0), true)
  yield* made
}

/** A stream of the pieces that a generator gives. */
export function streamOf(pieces: AsyncGenerator<Uint8Array, void, void>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await pieces.next()
        if (done) controller.close()
        else controller.enqueue(value)
      } catch (reason) {
        controller.error(reason)
      }
    },
    async cancel() {
      await pieces.return()
    },
  })
}
