import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { serveFolder } from '../../src/build/serve.mjs'
import { temporaryFolder } from '../helpers/temporary-folder.ts'

const outside = temporaryFolder()
const folder = join(outside, 'site')

beforeAll(async () => {
  await mkdir(folder)
  await writeFile(join(folder, 'index.html'), '<p>page</p>')
  await writeFile(join(outside, 'secret.txt'), 'secret')
})

describe('serveFolder', () => {
  test('serves the folder from the base path, and nothing beside the base', async () => {
    const server = await serveFolder(folder, { base: '/deep/er/' })
    const found = await fetch(server.url)
    expect([found.status, found.headers.get('content-type'), await found.text()]).toEqual([
      200,
      'text/html; charset=utf-8',
      '<p>page</p>',
    ])
    expect((await fetch(new URL('/', server.url))).status).toBe(404)
    await server.close()
  })

  test.each([
    ['service-worker.js', 'text/javascript; charset=utf-8'],
    ['manifest.webmanifest', 'application/manifest+json; charset=utf-8'],
    ['index.html.sha256', 'text/plain; charset=utf-8'],
    ['unknown.xyz', 'application/octet-stream'],
  ])('says what %s is, as browsers want to hear it, and tells who asks', async (name, type) => {
    await writeFile(join(folder, name), '')
    const asked: string[] = []
    const server = await serveFolder(folder, { base: '/a/', onRequest: (line) => asked.push(line) })
    expect((await fetch(server.url + name)).headers.get('content-type')).toBe(type)
    expect(asked).toEqual([`GET /a/${name}`])
    await server.close()
  })

  test('never leaves the folder', async () => {
    const server = await serveFolder(folder)
    for (const path of ['..%2fsecret.txt', '%2e%2e/secret.txt', '..%5csecret.txt', '%00']) {
      expect((await fetch(server.url + path)).status).toBeGreaterThanOrEqual(400)
    }
    await server.close()
  })

  test('takes a free port where the one asked for is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await new Promise((done) => taken.once('listening', done))
    const { port } = taken.address() as AddressInfo
    const server = await serveFolder(folder, { port })
    expect(new URL(server.url).port).not.toBe(String(port))
    expect((await fetch(server.url)).status).toBe(200)
    await server.close()
    taken.close()
  })
})
