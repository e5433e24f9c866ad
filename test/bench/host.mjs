// The page that measures: built from the project's sources, served on this machine only.
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const here = fileURLToPath(new URL('.', import.meta.url))
const duckdbFolder = join(here, 'node_modules/@duckdb/duckdb-wasm/dist')
const contentTypes = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' }

/** Builds the page as the project builds its own. */
export async function buildBenchPage(outDir) {
  await build({
    configFile: false,
    root: join(here, 'page'),
    base: './',
    logLevel: 'warn',
    worker: { format: 'iife' },
    build: { outDir, emptyOutDir: true, target: 'es2023', reportCompressedSize: false, chunkSizeWarningLimit: 10_000 },
  })
}

/** Serves the page, and DuckDB-WASM's files under `duckdb/`, isolated from other origins: its clock is finer then. */
export async function serveBenchPage(pageFolder) {
  const server = createServer((request, response) => {
    answer(pageFolder, request, response).catch(() => response.writeHead(500).end())
  })
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    close: () =>
      new Promise((done) => {
        server.close(done)
        server.closeAllConnections()
      }),
  }
}

async function answer(pageFolder, request, response) {
  const { pathname } = new URL(request.url, 'http://localhost')
  const isDuckdb = pathname.startsWith('/duckdb/')
  const folder = isDuckdb ? duckdbFolder : resolve(pageFolder)
  const relative = isDuckdb ? pathname.slice('/duckdb'.length) : pathname === '/' ? '/index.html' : pathname
  const path = resolve(folder, `.${relative}`)
  const found = path.startsWith(folder + sep) && (await stat(path).catch(() => null))
  if (!found || !found.isFile()) return void response.writeHead(404).end()
  response.writeHead(200, {
    'content-type': contentTypes[extname(path)] ?? 'application/octet-stream',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
  })
  createReadStream(path).pipe(response)
}
