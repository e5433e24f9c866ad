import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const icons = [
  { file: 'icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
  { file: 'icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
  { file: 'icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
  { file: 'icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
]

/**
 * Writes beside a built page what lets it open without a network and be installed: its service worker and its manifest;
 * and the SHA-256 of its file, in the form that `sha256sum -c` reads.
 * @param {{siteFolder: string}} options the folder that holds the built `index.html`
 * @returns {Promise<{sha256: string}>} the page's
 */
export async function writeOffline({ siteFolder }) {
  const page = await readFile(join(siteFolder, 'index.html'))
  const sha256 = digest(page).toString('hex')
  const manifest = await manifestText()
  const kept = { './': integrity(page), 'manifest.webmanifest': integrity(manifest) }
  await writeFile(join(siteFolder, 'index.html.sha256'), `${sha256}  index.html\n`)
  await writeFile(join(siteFolder, 'manifest.webmanifest'), manifest)
  await writeFile(join(siteFolder, 'service-worker.js'), await serviceWorkerText(kept))
  return { sha256 }
}

async function serviceWorkerText(kept) {
  const source = await readFile(new URL('./service-worker.js', import.meta.url), 'utf8')
  const parts = { __KEPT__: kept, __DIGEST__: digest(JSON.stringify(kept)).toString('hex').slice(0, 16) }
  return source.replace(/__KEPT__|__DIGEST__/g, (name) => JSON.stringify(parts[name]))
}

/** Addresses are relative, for any folder of any host. The icons lie inside: the page's content policy lets no image in. */
async function manifestText() {
  const manifest = {
    name: 'Good Enough',
    short_name: 'Good Enough',
    description: 'Is this model good enough for production? Evaluates predictions in this browser, offline.',
    id: './',
    start_url: './',
    scope: './',
    display: 'standalone',
    background_color: '#fafaf8',
    theme_color: '#fafaf8',
    icons: await Promise.all(
      icons.map(async ({ file, ...icon }) => ({ src: await dataAddress(file, icon.type), ...icon })),
    ),
  }
  return `${JSON.stringify(manifest, null, 2)}\n`
}

async function dataAddress(file, type) {
  const bytes = await readFile(new URL(`../page/shell/icons/${file}`, import.meta.url))
  return `data:${type};base64,${bytes.toString('base64')}`
}

function integrity(bytes) {
  return `sha256-${digest(bytes).toString('base64')}`
}

function digest(bytes) {
  return createHash('sha256').update(bytes).digest()
}
