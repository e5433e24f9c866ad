import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/**
 * Data that other projects made to test themselves (PapaParse, DuckDB, yardstick, JSONTestSuite, FarmHash, Random123). It is no part of this
 * repository: the tests that read it are extras, and skip where it is not there. `FIXTURES`, a variable of the environment, names its folder.
 */
const folder = pathToFileURL(
  `${resolve(process.env.FIXTURES ?? fileURLToPath(new URL('../../shared/fixtures', import.meta.url)))}/`,
)

export const hasFixtures = existsSync(folder)

if (!hasFixtures)
  console.log('Skipped: tests on the data of other projects, which is not here. The project’s own cases run.')

/** Where a file of that data, or a folder, is. */
export function fixtureUrl(path: string): URL {
  return new URL(path.split('/').map(encodeURIComponent).join('/'), folder)
}

export function fixtureText(path: string): string {
  return readFileSync(fixtureUrl(path), 'utf8')
}
