import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { build } from 'vite'
import { viteSingleFile } from 'vite-plugin-singlefile'
import { withContentPolicy } from './content-policy.mjs'

const root = fileURLToPath(new URL('../../', import.meta.url))

/**
 * Builds the page: one `index.html`, complete in itself, and beside it what `public/` holds.
 * @param {{outDir?: string, version: string, plugins?: import('vite').Plugin[]}} options `plugins` come first
 */
export async function buildPage({ outDir = join(root, 'dist/site'), version, plugins = [] }) {
  process.env.NODE_ENV = 'production' // whatever the caller's is: Svelte and Vite would build something else for "test"
  await build({
    configFile: false,
    mode: 'production',
    root: join(root, 'src/app'),
    base: './',
    publicDir: join(root, 'public'),
    logLevel: 'warn',
    plugins: [...plugins, svelte({ configFile: false }), viteSingleFile({ removeViteModuleLoader: true })],
    define: { __VERSION__: JSON.stringify(version) },
    worker: { format: 'iife', plugins: () => plugins },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2023',
      modulePreload: false,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 10_000,
      rolldownOptions: { checks: { pluginTimings: false } },
    },
  })
  const path = join(outDir, 'index.html')
  await writeFile(path, withContentPolicy(await readFile(path, 'utf8')))
}
