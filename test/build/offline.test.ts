import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { writeOffline } from '../../src/build/offline.mjs'
import { temporaryFolder } from '../helpers/temporary-folder.ts'

const folder = temporaryFolder()
const read = (name: string) => readFile(join(folder, name), 'utf8')
const sha256 = (text: string, encoding: 'hex' | 'base64') => createHash('sha256').update(text).digest(encoding)

async function write(page: string) {
  await writeFile(join(folder, 'index.html'), page)
  return writeOffline({ siteFolder: folder })
}

describe('beside the page', () => {
  test('its SHA-256, in the form that sha256sum -c reads', async () => {
    expect(await write('page')).toEqual({ sha256: sha256('page', 'hex') })
    expect(await read('index.html.sha256')).toBe(`${sha256('page', 'hex')}  index.html\n`)
  })

  test('a service worker that keeps exactly this page and this manifest', async () => {
    await write('page')
    const kept = {
      './': `sha256-${sha256('page', 'base64')}`,
      'manifest.webmanifest': `sha256-${sha256(await read('manifest.webmanifest'), 'base64')}`,
    }
    expect(await read('service-worker.js')).toContain(`const kept = ${JSON.stringify(kept)}`)
    expect(await read('service-worker.js')).not.toMatch(/__[A-Z]+__|addEventListener\('message'|postMessage/)
  })

  test('another page has a service worker of other bytes, which browsers take for a new version; the same page has the same', async () => {
    await write('page')
    const before = await read('service-worker.js')
    await write('page 2')
    expect(await read('service-worker.js')).not.toBe(before)
    await write('page')
    expect(await read('service-worker.js')).toBe(before)
  })

  test('a manifest that names no address but its own folder, and holds its icons in the sizes that they have', async () => {
    await write('page')
    const { start_url, scope, id, icons, display } = JSON.parse(await read('manifest.webmanifest'))
    expect([start_url, scope, id, display]).toEqual(['./', './', './', 'standalone'])
    expect(icons.map(({ sizes, type, purpose }: Record<string, string>) => `${sizes} ${type} ${purpose}`)).toEqual([
      'any image/svg+xml any',
      '192x192 image/png any',
      '512x512 image/png any',
      '512x512 image/png maskable',
    ])
    for (const { src, sizes } of icons.slice(1)) {
      const bytes = Buffer.from(src.replace('data:image/png;base64,', ''), 'base64')
      expect(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`).toBe(sizes) // PNG: width and height in its IHDR
    }
  })

  test('nothing else', async () => {
    await write('page')
    expect((await readdir(folder)).sort()).toEqual([
      'index.html',
      'index.html.sha256',
      'manifest.webmanifest',
      'service-worker.js',
    ])
  })
})
