import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const root = fileURLToPath(new URL('../../', import.meta.url))

/**
 * Builds the command: `dist/cli.js`, all it needs inside, and in `dist/cli/` the parts that it loads only when asked.
 * The npm package `webgpu` stays outside: it is optional and native.
 */
export async function buildCommand({ outDir = join(root, 'dist'), version }) {
  await build({
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'warn',
    define: { __VERSION__: JSON.stringify(version) },
    ssr: { target: 'node', noExternal: true, external: ['webgpu'] },
    build: {
      ssr: join(root, 'src/cli/main.ts'),
      outDir,
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      rollupOptions: {
        output: {
          format: 'es',
          entryFileNames: 'cli.js',
          chunkFileNames: 'cli/[name]-[hash].js',
          banner: (chunk) => (chunk.isEntry ? '#!/usr/bin/env node' : ''),
        },
      },
    },
  })
  await chmod(join(outDir, 'cli.js'), 0o755)
}
