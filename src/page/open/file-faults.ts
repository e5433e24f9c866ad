import { InputError } from '../../table/input-error.ts'

/** Why a file that was chosen can no longer be read, as an error about it; null where all of them can. */
export async function unreadableFile(files: readonly File[]): Promise<InputError | null> {
  for (const file of files) {
    try {
      await file.slice(0, 1).arrayBuffer()
    } catch (error) {
      return unreadable(file.name, error instanceof Error ? error.name : '')
    }
  }
  return null
}

function unreadable(file: string, cause: string): InputError {
  const place = { file }
  if (cause === 'NotFoundError') {
    return new InputError({
      code: 'file_gone',
      place,
      found: 'no such file any more',
      expected: 'the file that was chosen',
      remedy: 'It was moved, renamed or deleted since: choose it again where it is now.',
    })
  }
  return new InputError({
    code: 'file_changed',
    place,
    found: 'a file that the browser may no longer read',
    expected: 'the file as it was when it was chosen',
    remedy: 'It was written to since, or its permissions changed: choose it again once nobody writes to it.',
  })
}

/** The error about folders that were dropped, which cannot be read as files. */
export function folderFault(names: readonly string[]): InputError {
  return new InputError({
    code: 'folder',
    place: { file: names[0] },
    found: names.length === 1 ? 'a folder' : `${names.length} folders`,
    expected: 'files',
    remedy: 'Open it and drop the files in it: predictions, and a policy if there is one.',
  })
}

/** Files larger than this are not read as a policy or a ledger. */
const mostTextBytes = 8_000_000

/** The text of a policy or a ledger; InputError where it is too large to be one. */
export async function smallText(file: File): Promise<string> {
  if (file.size <= mostTextBytes) return file.text()
  throw new InputError({
    code: 'policy_not_readable',
    place: { file: file.name },
    found: `${Math.round(file.size / 1e6)} MB`,
    expected: 'a policy, which is a few lines of YAML or JSON',
    remedy: 'If it is a table of predictions, save it as CSV.',
  })
}

/** Throws where there are several policies, or several baselines: only one can be used at a time. */
export function requireOne(noun: 'policies' | 'baselines', files: readonly File[]): void {
  if (files.length < 2) return
  throw new InputError({
    code: `two_${noun}`,
    place: {},
    found: `${files.length} ${noun} (${files.map(({ name }) => name).join(', ')})`,
    expected: 'one',
    remedy: 'Drop the one that you want, with the predictions.',
  })
}
