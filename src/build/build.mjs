import { existsSync } from 'node:fs'
import { readFile, rm, stat } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { buildCommand } from './command.mjs'
import { writeOffline } from './offline.mjs'
import { buildPage } from './page.mjs'
import { writeSamples } from './samples.mjs'

const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

const { version } = JSON.parse(await readFile(at('package.json'), 'utf8'))
await rm(at('dist'), { recursive: true, force: true })
await buildPage({ version })
await writeSamples({ outDir: at('dist/site/samples') })
const { sha256 } = await writeOffline({ siteFolder: at('dist/site') })
console.log(`dist/site/index.html  ${kilobytes((await stat(at('dist/site/index.html'))).size)}  sha256 ${sha256}`)
if (existsSync(at('src/cli/main.ts'))) {
  await buildCommand({ version })
  console.log(`dist/cli.js           ${kilobytes((await stat(at('dist/cli.js'))).size)}`)
}

function kilobytes(byteLength) {
  return `${Math.ceil(byteLength / 1000).toLocaleString('en')} kB`
}
