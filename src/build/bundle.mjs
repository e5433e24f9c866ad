import { fileURLToPath } from 'node:url'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { build } from 'vite'

const root = fileURLToPath(new URL('../../', import.meta.url))

/**
 * Bundles a program of the page into one classic script: it runs where it stands, while what follows it still arrives.
 * @param {string} entry its first module, from the project's folder on
 * @returns {Promise<{script: string, style: string, modules: string[]}>} the styles it imports, '' where there are none;
 *   the modules it is made of, from the project's folder on
 */
export async function bundle(entry, { version }) {
  process.env.NODE_ENV = 'production' // whatever the caller's is: Svelte and Vite would build something else for "test"
  const [{ output }] = await build({
    configFile: false,
    mode: 'production',
    root,
    publicDir: false,
    logLevel: 'warn',
    plugins: [svelte({ configFile: false })],
    define: { __VERSION__: JSON.stringify(version), 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      target: 'es2023',
      lib: { entry: root + entry, formats: ['iife'], name: 'unused' },
      reportCompressedSize: false,
      rolldownOptions: { checks: { pluginTimings: false }, output: { strict: true } },
    },
  })
  const chunks = output.filter(({ type }) => type === 'chunk')
  if (chunks.length !== 1) throw new Error(`${entry} became ${chunks.length} scripts, not one.`)
  const styles = output.filter(({ fileName }) => fileName.endsWith('.css'))
  return { script: chunks[0].code.trim(), style: styles.map(({ source }) => source).join('\n').trim(), modules: usedModules(chunks[0]) }
}

function usedModules(chunk) {
  const used = Object.entries(chunk.modules).filter(([, { renderedLength }]) => renderedLength > 0)
  return [...new Set(used.map(([id]) => id.replace(root, '').replace(/\?.*$/, '')))]
}
