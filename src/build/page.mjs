import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { assemble } from './assemble.mjs'
import { bundle, bundleTwo } from './bundle.mjs'
import { withContentPolicy } from './content-policy.mjs'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** The page's programs, the second for what is shown once there are files; and those of its workers. */
const programs = ['src/page/shell/main.ts', 'src/page/shell/second.ts']
const scanner = 'src/worker/scanner.worker.ts'
/** The engine, and what it takes to read other files than CSV: a part that runs behind it in a worker, where a file needs it. */
const engines = ['src/worker/engine.worker.ts', 'src/worker/readers.worker.ts']

/** Builds the page: one `index.html`, complete in itself, and beside it what `public/` holds. */
export async function buildPage({ outDir = join(root, 'dist/site'), version }) {
  const template = await readFile(join(root, 'src/page/shell/index.html'), 'utf8')
  const { style, scripts } = await bundleTwo(programs, { version })
  const {
    scripts: [engine, readers],
  } = await bundleTwo(engines, { version })
  const blocks = [
    { id: 'engine-worker', code: engine },
    { id: 'scanner-worker', code: await bundle(scanner, { version }) },
    { id: 'readers-part', code: readers },
  ]
  await rm(outDir, { recursive: true, force: true })
  await mkdir(outDir, { recursive: true })
  await cp(join(root, 'public'), outDir, { recursive: true })
  await writeFile(join(outDir, 'index.html'), withContentPolicy(assemble(template, { style, scripts, blocks })))
}
