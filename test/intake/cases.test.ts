import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { builtCommand } from '../cli/run-command.ts'
import { runInProcess } from '../cli/run-in-process.ts'
import { temporaryFolder } from '../helpers/temporary-folder.ts'

/** What has to be read of files: the JSON of a pair (cases/README.md). */
interface Case {
  about: string
  files?: string[]
  questions?: string[]
  answers?: string[][]
  task: string | null
  roles: Record<string, string>
  slices?: string[]
  notes?: string[]
  open?: string[]
  values?: Record<string, number>
  made_with?: string
}

/** What `good-enough inspect --format json` prints, as far as cases say it. */
interface Inspected {
  task: string | null
  roles: Record<string, { column: string }> & { slices?: { column: string }[] }
  questions: { id: string; why: string; blocking: boolean; options: { arguments: string[] }[] }[]
  notes: { code: string }[]
}

/** What `good-enough evaluate --format json` prints, as far as cases say it. */
interface Evaluated {
  models: Record<
    string,
    { splits: { all: { rows: number; positives?: number; metrics: Record<string, { value: number }> } } }
  >
  warnings: { rows_left_out?: number }[]
}

const folder = fileURLToPath(new URL('cases/', import.meta.url))
const cases = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map(
    (name) => [name.slice(0, -'.json'.length), JSON.parse(readFileSync(join(folder, name), 'utf8')) as Case] as const,
  )
const built = builtCommand()
const policies = temporaryFolder()

async function inspected(args: string[]): Promise<Inspected> {
  const { status, stdout, stderr } = await runInProcess('inspect', ...args, '--format', 'json')
  expect(stderr).toBe('')
  const found = JSON.parse(stdout) as Inspected
  expect(status).toBe(openOf(found).length > 0 ? 2 : 0)
  return found
}

/** The questions that keep a file from being evaluated. */
function openOf({ questions }: Inspected): Inspected['questions'] {
  return questions.filter(({ blocking }) => blocking)
}

/** The values that a case names, as a result has them. */
function valuesOf(stdout: string, wanted: Record<string, number>): Record<string, number | undefined> {
  const { models, warnings } = JSON.parse(stdout) as Evaluated
  const leftOut = warnings.reduce((sum, warning) => sum + (warning.rows_left_out ?? 0), 0)
  const valueOf = (name: string) => {
    const [metric, model = 'candidate'] = name.split(' ').toReversed()
    const { rows, positives, metrics } = models[model].splits.all
    return { rows, positives, left_out: leftOut }[metric] ?? metrics[metric]?.value
  }
  return Object.fromEntries(Object.keys(wanted).map((name) => [name, valueOf(name)]))
}

function expectValues(stdout: string, wanted: Record<string, number>): void {
  const close = Object.entries(wanted).map(([name, value]) => [
    name,
    Number.isInteger(value) ? value : expect.closeTo(value, 9 - Math.ceil(Math.log10(Math.max(1, Math.abs(value))))),
  ])
  expect(valuesOf(stdout, wanted)).toEqual(Object.fromEntries(close))
}

describe('files as tools and people write them', () => {
  it('has cases', () => expect(cases.length).toBeGreaterThan(40))

  it.each(cases)('%s', async (name, wanted) => {
    const files = (wanted.files ?? [`${name}.csv`]).map((file) => join(folder, file))
    let args = files
    let found = await inspected(args)
    expect(openOf(found).map(({ id }) => id)).toEqual(wanted.questions ?? [])
    for (const answer of wanted.answers ?? []) {
      const refused = await runInProcess('evaluate', ...args)
      expect([refused.status, refused.stdout]).toEqual([3, ''])
      expect(refused.stderr).toContain(openOf(found)[0].why.replace(/\.$/, ''))
      expect(openOf(found).flatMap(({ options }) => options.map((option) => option.arguments))).toContainEqual(answer)
      args = [...args, ...answer]
      found = await inspected(args)
    }
    expect(openOf(found).map(({ id }) => id)).toEqual(wanted.open ?? [])
    const { slices = [], ...roles } = found.roles
    expect(found.task).toBe(wanted.task)
    expect(Object.fromEntries(Object.entries(roles).map(([role, { column }]) => [role, column]))).toEqual(wanted.roles)
    expect(slices.map(({ column }) => column)).toEqual(wanted.slices ?? [])
    if (wanted.notes !== undefined) expect([...new Set(found.notes.map(({ code }) => code))]).toEqual(wanted.notes)

    const evaluated = built.run(['evaluate', ...args, '--format', 'json', '--replicates', '20'])
    if (wanted.open !== undefined) {
      expect([evaluated.status, evaluated.stdout, wanted.values]).toEqual([3, '', undefined])
      return
    }
    expect([evaluated.status, evaluated.stderr]).toEqual([0, ''])
    expect(wanted.values).toBeDefined()
    expectValues(evaluated.stdout, wanted.values!)

    // A policy stores the answers: nothing is asked again.
    const policy = join(policies, `${name}.yaml`)
    const options = [...files.flatMap((file) => ['--file', file]), ...args.slice(files.length)]
    const made = await runInProcess('init', ...options, '--does', 'suggest', '--no-ledger')
    expect([made.status, made.stderr]).toEqual([0, ''])
    writeFileSync(policy, made.stdout)
    const json = ['--format', 'json', '--replicates', '20']
    const judged = await runInProcess('evaluate', ...files, '--policy', policy, ...json)
    expect(judged.stderr).toBe('')
    expectValues(judged.stdout, wanted.values!)
  })
})
