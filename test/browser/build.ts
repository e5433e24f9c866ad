import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { isBuilt } from '../helpers/built.ts'

/** Builds what the browser tests open, once for all of them, where it is missing or older than the sources. */
export default function buildOnce(): void {
  if (isBuilt()) return
  const build = fileURLToPath(new URL('../../src/build/build.mjs', import.meta.url))
  const { status, stdout, stderr } = spawnSync(process.execPath, [build], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`The build failed:\n${stdout}\n${stderr}`)
}
