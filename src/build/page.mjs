import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { assemble } from './assemble.mjs'
import { bundle, bundleTwo } from './bundle.mjs'
import { withContentPolicy } from './content-policy.mjs'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** The page's programs, the second for what is shown once there are files; and those of its workers, by their blocks' ids. */
const programs = ['src/page/shell/main.ts', 'src/page/shell/second.ts']
const workers = {
  'engine-worker': 'src/worker/engine.worker.ts',
  'scanner-worker': 'src/worker/scanner.worker.ts',
  // Runs behind the engine in its worker, where a file is no CSV.
  'readers-part': 'src/worker/readers.worker.ts',
}

/**
 * Builds the page: one `index.html`, complete in itself, and beside it what `public/` holds.
 * @param {{outDir?: string, version: string}} options
 */
export async function buildPage({ outDir = join(root, 'dist/site'), version }) {
  const template = await readFile(join(root, 'src/page/shell/index.html'), 'utf8')
  const { style, scripts } = await bundleTwo(programs, { version })
  const blocks = []
  for (const [id, entry] of Object.entries(workers)) blocks.push({ id, code: await bundle(entry, { version }) })
  await rm(outDir, { recursive: true, force: true })
  await mkdir(outDir, { recursive: true })
  await cp(join(root, 'public'), outDir, { recursive: true })
  await writeFile(join(outDir, 'index.html'), withContentPolicy(assemble(template, { style, scripts, blocks })))
}
