import { readFileSync } from 'node:fs'
import { InputError } from '../table/input-error.ts'

/** A policy's text. */
export function readPolicy(path: string): string {
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
