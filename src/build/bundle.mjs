import { fileURLToPath } from 'node:url'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { build } from 'vite'
import { withoutEval } from './without-eval.mjs'

const root = fileURLToPath(new URL('../../', import.meta.url))
/** The global that one script hands to the next. */
const shared = 'shared'

/**
 * Bundles a program of the page into one classic script: it runs where it stands, while what follows it still arrives.
 * @param {string} entry its first module, from the project's folder on
 * @param {{version: string}} options
 * @returns {Promise<string>}
 */
export async function bundle(entry, { version }) {
  const { chunks } = await run({ version, lib: { entry: root + entry, formats: ['iife'], name: shared } })
  if (chunks.length !== 1) throw new Error(`${entry} became ${chunks.length} scripts, not one.`)
  return chunks[0].code.trim()
}

/**
 * Bundles two programs, the second of which arrives later: classic scripts, what both use in the first.
 * @param {[first: string, second: string]} entries
 * @param {{version: string}} options
 * @returns {Promise<{scripts: [string, string], style: string, modules: [string[], string[]]}>} the styles of both; the
 *   modules that each is made of, from the project's folder on
 */
export async function bundleTwo([first, second], { version }) {
  const { chunks, style } = await run({
    version,
    lib: { entry: { first: root + first, second: root + second }, formats: ['es'] },
  })
  const named = (name) => chunks.find((chunk) => chunk.isEntry && chunk.name === name)
  const [common, ...others] = chunks.filter((chunk) => !chunk.isEntry)
  if (common === undefined || others.length > 0)
    throw new Error(`${first} and ${second} share ${others.length + 1} chunks, not one.`)
  const [before, one, two] = await Promise.all(
    [common, named('first'), named('second')].map((chunk) => classic(chunk, version)),
  )
  return {
    scripts: [`${before}\n${one}`, two],
    style,
    modules: [[...usedModules(common), ...usedModules(named('first'))], usedModules(named('second'))],
  }
}

/** A chunk as a script: what it exports becomes the global, what it imports is taken from there. */
async function classic({ code }, version) {
  const chunk = {
    name: 'chunk',
    enforce: 'pre',
    resolveId: (id, from) => (from === undefined ? '\0chunk' : { id: shared, external: true }),
    load: () => code,
  }
  const { chunks } = await run({ version, plugins: [chunk], lib: { entry: 'chunk', formats: ['iife'], name: shared } })
  return chunks[0].code.trim()
}

async function run({ version, lib, plugins = [withoutEval, svelte({ configFile: false })] }) {
  process.env.NODE_ENV = 'production' // whatever the caller's is: Svelte and Vite would build something else for "test"
  const [{ output }] = await build({
    configFile: false,
    mode: 'production',
    root,
    publicDir: false,
    logLevel: 'warn',
    plugins,
    define: { __VERSION__: JSON.stringify(version), 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      target: 'es2023',
      lib,
      reportCompressedSize: false,
      rolldownOptions: { checks: { pluginTimings: false }, output: { strict: true, globals: { [shared]: shared } } },
    },
  })
  const styles = output.filter(({ fileName }) => fileName.endsWith('.css'))
  return {
    chunks: output.filter(({ type }) => type === 'chunk'),
    style: styles
      .map(({ source }) => source)
      .join('\n')
      .trim(),
  }
}

function usedModules({ modules }) {
  const used = Object.entries(modules).filter(([, { renderedLength }]) => renderedLength > 0)
  return [...new Set(used.map(([id]) => id.replace(root, '').replace(/\?.*$/, '')))]
}
