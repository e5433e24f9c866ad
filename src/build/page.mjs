import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { assemble } from './assemble.mjs'
import { bundle } from './bundle.mjs'
import { withContentPolicy } from './content-policy.mjs'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** The page's own program, and those that it starts as workers, by the ids of their blocks. */
const app = 'src/app/main.ts'
const workers = { 'engine-worker': 'src/worker/engine.worker.ts', 'scanner-worker': 'src/worker/scanner.worker.ts' }

/** Builds the page: one `index.html`, complete in itself, and beside it what `public/` holds. */
export async function buildPage({ outDir = join(root, 'dist/site'), version }) {
  const template = await readFile(join(root, 'src/app/index.html'), 'utf8')
  const { script, style } = await bundle(app, { version })
  const blocks = []
  for (const [id, entry] of Object.entries(workers)) blocks.push({ id, code: (await bundle(entry, { version })).script })
  await rm(outDir, { recursive: true, force: true })
  await mkdir(outDir, { recursive: true })
  await cp(join(root, 'public'), outDir, { recursive: true })
  await writeFile(join(outDir, 'index.html'), withContentPolicy(assemble(template, { style, script, blocks })))
}
