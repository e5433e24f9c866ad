import { createServer, type Server } from 'node:net'
import type { BrowserContext } from 'playwright-core'

/**
 * What this browser asks its maker on its own account, with any page or none; `content-autofill`: what kind of form
 * fields a page from a server has, by hashes of their names.
 */
const browsersOwn =
  /^\w+ (?:http:\/\/)?(?:update|optimizationguide-pa|content-autofill)\.googleapis\.com[:/]|^CONNECT (?:accounts|www|clients2)\.google\.com:/

/** Stands in for the whole network, as the proxy of a browser: every address, this machine's too, leads here. */
export interface Listener {
  address: string
  heard: string[]
  close: () => void
}

export async function listen(): Promise<Listener> {
  const heard: string[] = []
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', (bytes) => {
      const request = bytes.toString('latin1').split('\r\n', 1)[0]
      if (!browsersOwn.test(request)) heard.push(request)
      socket.end('HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n')
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return { address: `127.0.0.1:${address.port}`, heard, close: () => server.close() }
}

/** What the browser's own network log says of a page, its workers and its service worker. */
export interface NetworkLog {
  /** Requests that were made, for anything but what lies in the page itself. */
  requests: string[]
  /** Those that the content policy stopped. */
  blocked: string[]
  /** Calls in the page of what no content policy governs. */
  ungoverned(): Promise<string[]>
}

/** Starts the log; pages that were there before are not in it. */
export async function logNetwork(context: BrowserContext): Promise<NetworkLog> {
  const requests: string[] = []
  const blocked: string[] = []
  context.on('request', (request) => {
    if (!/^(?:blob|data):/.test(request.url())) requests.push(request.url())
  })
  context.on('requestfailed', (request) => {
    if (request.failure()?.errorText === 'csp') blocked.push(request.url())
  })
  await context.addInitScript(() => {
    const page = window as unknown as Record<string, unknown> & { calls: string[] }
    page.calls = []
    for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'WebTransport', 'open']) {
      page[name] = function () {
        page.calls.push(name)
      }
    }
  })
  const ungoverned = async () =>
    (
      await Promise.all(
        context.pages().map((page) => page.evaluate(() => (window as unknown as { calls: string[] }).calls)),
      )
    ).flat()
  return { requests, blocked, ungoverned }
}
