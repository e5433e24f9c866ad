import { existsSync, readFileSync } from 'node:fs'
import { describe, test } from 'vitest'

const FOLDER = '../shared/fixtures'

/** Conformance cases live outside the project; without them their suite is skipped, and says so. */
export function describeFixtures(folder: string, suite: (path: string) => void): void {
  const path = `${FOLDER}/${folder}`
  if (existsSync(path)) describe(`fixtures/${folder}`, () => suite(path))
  else test.skip(`fixtures/${folder} is not here: its conformance cases are skipped`, () => undefined)
}

export function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T
}
