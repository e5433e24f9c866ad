import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { withoutEval } from './without-eval.mjs'

const root = fileURLToPath(new URL('../../', import.meta.url))

/**
 * Builds the command: `dist/cli.js`, complete in itself; modules that it loads lazily are in the same file. The npm
 * package `webgpu` stays outside: it is optional and native.
 * @param {{outDir?: string, version: string}} options
 */
export async function buildCommand({ outDir = join(root, 'dist'), version }) {
  process.env.NODE_ENV = 'production'
  await build({
    configFile: false,
    mode: 'production',
    root,
    publicDir: false,
    logLevel: 'warn',
    plugins: [withoutEval],
    define: { __VERSION__: JSON.stringify(version) },
    ssr: { target: 'node', noExternal: true, external: ['webgpu'] },
    build: {
      ssr: join(root, 'src/cli/main.ts'),
      outDir,
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      rolldownOptions: {
        checks: { pluginTimings: false },
        output: {
          format: 'es',
          entryFileNames: 'cli.js',
          codeSplitting: false,
          banner: '#!/usr/bin/env node',
        },
      },
    },
  })
  await chmod(join(outDir, 'cli.js'), 0o755)
}
