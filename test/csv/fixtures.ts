import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, test } from 'vitest'
import { fixtureUrl } from '../fixtures.ts'

/** Declares a suite on the data of another project, which is no part of this repository: without it the suite is skipped, and says so. */
export function describeFixtures(folder: string, suite: (path: string) => void): void {
  const path = fileURLToPath(fixtureUrl(folder))
  if (existsSync(path)) describe(`fixtures/${folder}`, () => suite(path))
  else test.skip(`fixtures/${folder} is not here: its conformance cases are skipped`, () => undefined)
}

export function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T
}
