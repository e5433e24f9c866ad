// A person's way through the built page on many rows: how long each step takes, and what keeps the page from answering:
// `npm run bench -- --page`.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { root } from '../../src/build/install.mjs'
import { buildPage } from '../../src/build/page.mjs'
import { launchChromium } from './browser.mjs'
import { journeyLines, watchJourney } from './journey.mjs'
import { load, machineLine } from './machine.mjs'
import { predictionsFile, removePredictions, sliceColumns } from './predictions.mjs'

const cache = join(root, '.cache/bench')
const policy = `version: 1
name: bench
task: binary
columns: {label: label, candidate: score, production: score_v1, split: split, slices: [${Object.keys(sliceColumns).join(', ')}]}
threshold: 0.5
requirements:
  - {metric: roc_auc, at_least: 0.7}
  - {metric: recall, at_least: 0.1, slices: region}
`

/** Measures and prints. @returns the exit status */
export async function benchmarkPage(argv) {
  const { values } = parseArgs({
    args: argv,
    options: { page: { type: 'boolean' }, rows: { type: 'string', multiple: true }, keep: { type: 'boolean' } },
  })
  await buildPage({ outDir: join(cache, 'site'), version: 'bench' })
  const browser = await launchChromium()
  console.log(machineLine(`Chromium ${browser.version()}`))
  const files = []
  try {
    for (const rowCount of (values.rows ?? ['1e6', '1e7']).map(Number)) {
      const file = files[files.push(predictionsFile(cache, rowCount, 1, { isSliced: true })) - 1]
      const policyPath = join(cache, 'policy.yaml')
      writeFileSync(policyPath, policy)
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
      const journey = await watchJourney(context, pathToFileURL(join(cache, 'site/index.html')).href, [
        file.path,
        policyPath,
      ])
      await context.close()
      console.log(
        [
          `\n${rowCount.toLocaleString('en')} rows, ${Math.round(file.byteLength / 1e6)} MB, load ${load()}`,
          ...journeyLines(journey),
        ].join('\n'),
      )
    }
    return 0
  } finally {
    await browser.close()
    if (!values.keep) files.forEach(removePredictions)
  }
}
