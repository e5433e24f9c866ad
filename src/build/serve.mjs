import { readFile, stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, resolve, sep } from 'node:path'

const contentTypes = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.csv': 'text/csv; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.sha256': 'text/plain; charset=utf-8',
  '.yaml': 'application/yaml; charset=utf-8',
}

/**
 * Serves a folder's files as they are, on this machine only.
 * @param {string} folder
 * @param {{port?: number, base?: string, onRequest?: (line: string) => void}} options a `port` that is taken gives way to
 *   a free one (0: any free one); `base` is the path that the folder is served from, such as `/tools/check/`; `onRequest`
 *   hears of every request: `GET /tools/check/`
 * @returns {Promise<{url: string, close: () => Promise<void>}>}
 */
export async function serveFolder(folder, { port = 0, base = '/', onRequest = () => undefined } = {}) {
  const server = createServer((request, response) => {
    onRequest(`${request.method} ${request.url}`)
    answer(folder, base, request, response).catch(() => response.writeHead(500).end())
  })
  await listen(server, port).catch((error) => {
    if (error.code !== 'EADDRINUSE') throw error
    return listen(server, 0)
  })
  return {
    url: `http://127.0.0.1:${server.address().port}${base}`,
    close: () =>
      new Promise((done) => {
        server.close(done)
        server.closeAllConnections()
      }),
  }
}

function listen(server, port) {
  return new Promise((done, fail) => {
    server.once('error', fail)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', fail)
      done()
    })
  })
}

async function answer(folder, base, request, response) {
  const path = fileFor(folder, base, request.url)
  const found = path !== null && (await stat(path).catch(() => null))
  if (!found || !found.isFile()) return void response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found')
  response.writeHead(200, {
    'content-type': contentTypes[extname(path)] ?? 'application/octet-stream',
    'cache-control': 'no-store',
  })
  response.end(request.method === 'HEAD' ? undefined : await readFile(path))
}

/** The file that an address means, or null where it means none inside the folder. */
function fileFor(folder, base, url) {
  const pathname = decodePath(url)
  if (pathname === null || !pathname.startsWith(base)) return null
  const relative = pathname.slice(base.length)
  const path = resolve(
    folder,
    join('.', relative === '' || relative.endsWith('/') ? `${relative}index.html` : relative),
  )
  return path.startsWith(resolve(folder) + sep) ? path : null
}

function decodePath(url) {
  try {
    return decodeURIComponent(new URL(url, 'http://localhost').pathname)
  } catch {
    return null
  }
}
