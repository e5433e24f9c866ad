import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Writes the page's built-in samples beside it, in `samples/`: the same bytes, for the command. */
export async function writeSamples({ outDir }) {
  const { output } = await build({
    configFile: false,
    root,
    logLevel: 'warn',
    build: { ssr: join(root, 'src/page/open/samples.ts'), write: false, target: 'node20' },
  })
  const { samples, otherSamples, sampleFiles } = await import(
    `data:text/javascript,${encodeURIComponent(output[0].code)}`
  )
  await mkdir(outDir, { recursive: true })
  for (const { id } of [...samples, ...otherSamples]) {
    const { table, policy } = sampleFiles(id)
    for (const { name, text } of [table, policy]) await writeFile(join(outDir, name), text)
  }
}
