import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { buildCommand } from './command.mjs'
import { buildPage } from './page.mjs'
import { writeSamples } from './samples.mjs'

const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

const { version } = JSON.parse(await readFile(at('package.json'), 'utf8'))
await rm(at('dist'), { recursive: true, force: true })
await buildPage({ version })
await writeSamples({ outDir: at('dist/site/samples') })
const page = await readFile(at('dist/site/index.html'))
console.log(`dist/site/index.html  ${kilobytes(page.length)}  sha256 ${createHash('sha256').update(page).digest('hex')}`)
if (existsSync(at('src/cli/main.ts'))) {
  await buildCommand({ version })
  console.log(`dist/cli.js           ${kilobytes((await readFile(at('dist/cli.js'))).length)}`)
}

function kilobytes(byteLength) {
  return `${Math.ceil(byteLength / 1000).toLocaleString('en')} kB`
}
