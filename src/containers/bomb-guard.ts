import { InputError } from '../table/input-error.ts'

/** Beyond this many unpacked bytes, what was packed `MOST_RATIO` times smaller is taken for a bomb. */
export const FREE_BYTES = 100e6
/** How many bytes may come of one. */
export const MOST_RATIO = 200
/** The most bytes that one file is unpacked to. */
export const MOST_BYTES = 16 * 2 ** 30

/**
 * Watches how much is unpacked: gives a function that takes the bytes read and the bytes made of them, and throws InputError where
 * they are too many.
 */
export function bombGuard(file: string): (read: number, made: number) => void {
  let readBytes = 0
  let madeBytes = 0
  return (read, made) => {
    readBytes += read
    madeBytes += made
    if (madeBytes > MOST_BYTES) throw bomb(file, `more than ${MOST_BYTES / 2 ** 30} GiB when unpacked`)
    if (madeBytes > FREE_BYTES && madeBytes > MOST_RATIO * readBytes)
      throw bomb(file, `more than ${FREE_BYTES / 1e6} MB when unpacked, over ${MOST_RATIO} times its size`)
  }
}

function bomb(file: string, found: string): InputError {
  return new InputError({
    code: 'too_large_unpacked',
    place: { file },
    found,
    expected: `at most ${MOST_RATIO} times the packed size, and ${MOST_BYTES / 2 ** 30} GiB`,
    remedy: 'If that is right, unpack it first.',
  })
}
