import { existsSync, readFileSync } from 'node:fs'

/** Conformance data that lies beside the project in its makers' checkouts; absent in a stranger's clone. */
const folder = new URL('../../shared/fixtures/', import.meta.url)

export const hasFixtures = existsSync(folder)

if (!hasFixtures)
  console.log('Skipped: the conformance data (../shared/fixtures) is not here; the project’s own cases run.')

export function fixtureUrl(path: string): URL {
  return new URL(path.split('/').map(encodeURIComponent).join('/'), folder)
}

export function fixtureText(path: string): string {
  return readFileSync(fixtureUrl(path), 'utf8')
}
