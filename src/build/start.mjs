import { installPackages, root, run } from './install.mjs'
import { serveFolder } from './serve.mjs'

installPackages()
run(process.execPath, [`${root}src/build/build.mjs`], 'Building')
const { url } = await serveFolder(`${root}dist/site`, { port: Number(process.env.PORT ?? 4173) })
console.log(`\n  Good Enough is at  ${url}\n  Ctrl+C stops it.\n`)
