import { describe, expect, test } from 'vitest'
import { localScanner } from '../../src/csv/scanner.ts'
import { openBlobPart } from '../../src/csv/source.ts'
import { parsePolicy } from '../../src/policy/file/parse.ts'
import { formats, reportText } from '../../src/report/formats.ts'
import { splitSnippet } from '../../src/split/snippet/snippet.ts'
import type { SplitRule } from '../../src/split/rule.ts'
import { engineService } from '../../src/worker/engine.ts'
import { unpackDocument } from '../../src/worker/document-transfer.ts'
import { serveThread } from '../../src/worker/thread.ts'

const rows = Array.from({ length: 200 }, (_, i) => `${i},${i % 3 === 0 ? 1 : 0},${((i * 37) % 100) / 100}`)
const table = new File([`id,y,p\n${rows.join('\n')}\n`], 'rows.csv')
const policyText =
  'version: 1\ntask: binary\ncolumns: {label: y, candidate: p}\nrequirements: [{metric: recall, at_least: 0.1}]\nreplicates: 50\n'

/** An engine that has evaluated, as in a worker of the page. @param isAlone without another thread that scans for it */
async function evaluated(isAlone = false) {
  const { port1, port2 } = new MessageChannel()
  serveThread(port1 as never, localScanner(openBlobPart))
  const engine = engineService(undefined)
  const policy = parsePolicy('policy.yaml', policyText)
  const outcome = await engine.evaluate(
    { files: [table], sheet: null, policy, policyFile: null, baseline: null, engine: 'cpu', ledger: null },
    isAlone ? [] : [port2 as never],
    () => {},
  )
  port1.close()
  if (!outcome.ok) throw new Error(JSON.stringify(outcome))
  return { engine, document: unpackDocument(structuredClone(outcome.value.document)) }
}

describe('what the page leaves to the engine', () => {
  test.each(formats)('the report as %s is that of the document it was given', async (format) => {
    const { engine, document } = await evaluated()
    expect(await engine.report(format).text()).toBe(reportText(document, format))
  })

  test('a file of a few rows is read without another thread, to the same document', async () => {
    expect((await evaluated(true)).document).toEqual((await evaluated()).document)
  })

  test('the same split elsewhere is that of every target, under its title', () => {
    const rule: SplitRule = {
      by: 'hash',
      key: 'id',
      hash: 'farm_fingerprint',
      seed: null,
      parts: [
        { name: 'train', share: 8 },
        { name: 'test', share: 2 },
      ],
    }
    const [first, ...others] = engineService(undefined).splitSnippets(rule, 'date')
    expect(first).toEqual({ target: 'bigquery', title: 'BigQuery', ...splitSnippet(rule, 'bigquery') })
    expect(others).toHaveLength(4)
  })
})
