import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** The built command, `dist/cli.js`; the last file that a build writes. */
export const builtProgram = join(root, 'dist/cli.js')

/** Whether `dist/` was built from the sources as they are now: no source is newer. */
export function isBuilt(): boolean {
  const builtAt = modifiedAt(builtProgram)
  const sources = ['src', 'public'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(root, folder, name)),
  )
  return [...sources, join(root, 'package-lock.json')].every((path) => modifiedAt(path) <= builtAt)
}

/** Milliseconds since 1970; before all others where there is no such file. */
function modifiedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? -Infinity
}
