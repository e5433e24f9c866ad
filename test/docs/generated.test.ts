import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { shortcuts } from '../../src/page/shell/keys.ts'
import { roleDeclaration, roleNames, type Task } from '../../src/dataset/roles.ts'
import { catalogues } from '../../src/metrics/definitions/catalogue.ts'
import type { MetricDefinition } from '../../src/metrics/definitions/definition.ts'
import { autonomyLevels, mostAutonomy } from '../../src/policy/autonomy-levels.ts'
import { policyJsonSchema } from '../policy/file/policy-json-schema.ts'
import { readingKey, readingKeys } from '../../src/policy/keys.ts'
import type { EvaluationDocument } from '../../src/result/evaluation.ts'
import { sampleShell } from './command-shell.ts'
import { blocksOf, documentPaths, proseOf, readDocument, root } from './documents.ts'

const shell = sampleShell()

let commandHelp = ''
/** Results of the examples, by task. */
const results = new Map<Task, EvaluationDocument>()
const samples: [Task, string, string][] = [
  ['binary', 'predictions.csv', 'churn.yaml'],
  ['multiclass', 'tickets.csv', 'tickets.yaml'],
  ['regression', 'parcels.csv', 'parcels.yaml'],
]

beforeAll(() => {
  commandHelp = shell.run('good-enough --help', shell.folderFor('results')).stdout
  for (const [task, table, policy] of samples) {
    const { stdout } = shell.run(
      `good-enough evaluate ${table} --policy ${policy} --format json`,
      shell.folderFor('results'),
    )
    results.set(task, JSON.parse(stdout))
  }
}, 120_000)

describe('what is generated in the documents (npm run docs writes it)', () => {
  it.each(documentPaths)('%s: tables and outputs of commands are those of the code', async (path) => {
    const text = withOutputs(withGenerated(readDocument(path)), path)
    await expect(text).toMatchFileSnapshot(root + path)
  })
})

describe('options in the documents', () => {
  const programs = ['test/simulate/run.mjs', 'test/bench/run.mjs', 'test/run.mjs']
  const users = documentPaths.filter((path) => path === 'README.md' || path.startsWith('docs/'))

  it.each(users)('%s names only options that a help text has', (path) => {
    const help = [commandHelp, ...programs.map((program) => readFileSync(root + program, 'utf8'))].join('\n')
    const known = new Set(['--help', ...optionsOf(help)])
    const document = readDocument(path)
    const commands = blocksOf(document).filter(({ language }) => language === 'sh')
    const named = [proseOf(document), ...commands.map(({ text }) => text)].flatMap(optionsOf)
    expect(named.filter((option) => !known.has(option))).toEqual([])
  })
})

function optionsOf(text: string): string[] {
  return [...text.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)].map(([option]) => option)
}

/** The document with each part between `<!-- name -->` and `<!-- end -->` made anew. */
function withGenerated(document: string): string {
  return document.replace(
    /(<!-- ([^\n]+) -->\n)(?:(?!<!--)[^])*?(<!-- end -->)/g,
    (_, start: string, name: string, end: string) => `${start}\n${generated(name)}\n\n${end}`,
  )
}

function generated(name: string): string {
  const [kind, argument = ''] = name.split(': ')
  if (kind === 'metrics') return metricsTable(argument as Task)
  if (kind === 'autonomy') return autonomyTable()
  if (kind === 'roles') return rolesTable()
  if (kind === 'reading') return readingTable()
  if (kind === 'keys')
    return table(
      ['key', 'what it does'],
      shortcuts.map(({ keys, does }) => [keys.join(' or '), does]),
    )
  if (kind === 'policy keys') return policyKeys(argument)
  if (kind === 'intervals') return intervalsTable()
  if (kind === 'result') return resultBlock(argument)
  throw new Error(`Nothing makes ${JSON.stringify(name)}.`)
}

/** The document with the output of each block of commands in the `text` block that follows it. */
function withOutputs(document: string, path: string): string {
  const folder = shell.folderFor(path)
  let output = ''
  let changed = ''
  let end = 0
  for (const block of blocksOf(document)) {
    if (isRun(block)) output = shell.runBlock(block.text, folder)
    else if (block.language === 'text' && block.followsBlock && output !== '' && block.comment === '') {
      changed += document.slice(end, block.start) + shortened(output, block.text)
      end = block.end
    }
  }
  return changed + document.slice(end)
}

/** Blocks that run the command; one that is left out says why in a comment above it. */
function isRun({ language, text, comment }: { language: string; text: string; comment: string }): boolean {
  return language === 'sh' && /\bgood-enough |node dist\/cli\.js /.test(text) && !comment.startsWith('not run: ')
}

/** The output; where the text shown ends in `…`, as many lines of it as the text shows. */
function shortened(output: string, shown: string): string {
  const lines = shown.trimEnd().split('\n')
  if (lines.at(-1) !== '…') return output
  return [...output.split('\n').slice(0, lines.length - 1), '…', ''].join('\n')
}

const escaped = (text: string): string => text.replaceAll('|', '\\|')
const numberText = (value: number): string =>
  value === Infinity ? '∞' : value === -Infinity ? '−∞' : String(value).replace('-', '−')

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]): string => `| ${cells.map(escaped).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function rolesTable(): string {
  const rows = roleNames.map(roleDeclaration).map(({ title, flag, kind, policyKey, tasks, description }) => {
    const isList = kind === 'columns' || kind === 'models'
    return [
      title,
      `\`--${flag}\`${isList ? ' (repeatable)' : ''}`,
      `\`${policyKey}\``,
      tasks === undefined ? 'all' : tasks.join(', '),
      description,
    ]
  })
  return table(['role', 'option', 'key of `columns`', 'tasks', 'what it names'], rows)
}

function readingTable(): string {
  const rows = readingKeys.map((key) => {
    const { options, description } = readingKey(key)
    const flags = options.map(({ flag, value }) => `\`--${flag}${value === null ? '' : ` ${value}`}\``)
    return [`${flags.join(', ')}${options[0].isRepeatable === true ? ' (repeatable)' : ''}`, `\`${key}\``, description]
  })
  return table(['option', 'key of the policy', 'what it says'], rows)
}

function metricsTable(task: Task): string {
  const row = ({ id, definition, range: [low, high], better, edgeCases, source }: MetricDefinition): string[] => [
    `\`${id}\``,
    definition,
    `${numberText(low)} to ${numberText(high)}`,
    better === 'neither' ? '' : better,
    edgeCases,
    source,
  ]
  return table(['metric', 'definition', 'range', 'better', 'edges', 'source'], catalogues[task].map(row))
}

function autonomyTable(): string {
  const rows = autonomyLevels.map(({ level, title, does, confidence }) => {
    const asked = confidence === null ? '' : confidence === 0 ? 'by its value' : `at confidence ${confidence}`
    return [
      String(level),
      `${title}: ${does}`,
      `${asked}${level === mostAutonomy ? ', and nothing advisory fails' : ''}`,
    ]
  })
  return table(['autonomy', 'the model', 'every requirement has to be met'], rows)
}

/** A JSON Schema, as far as the tables of keys look. */
interface Schema {
  type?: string | string[]
  enum?: string[]
  const?: unknown
  description?: string
  default?: unknown
  items?: Schema
  anyOf?: Schema[]
  properties?: Record<string, Schema>
  additionalProperties?: Schema | boolean
}

/** The keys below one of the policy's keys; its own where none is named, without those that have a table elsewhere. */
function policyKeys(parent: string): string {
  const schema = policyJsonSchema() as Schema
  const elsewhere = ['columns', 'split', 'requirements']
  const rows =
    parent === ''
      ? Object.entries(schema.properties!).flatMap(([key, value]) => keyRows(key, value, elsewhere.includes(key)))
      : Object.entries(objectOf(schema.properties![parent])!).flatMap(([key, value]) => keyRows(key, value, false))
  return table(['key', 'value', 'default', 'meaning'], rows)
}

function keyRows(key: string, schema: Schema, isShort: boolean): string[][] {
  const value = schema.default
  const own = [
    `\`${key}\``,
    valueText(schema),
    value === undefined ? '' : `\`${typeof value === 'object' ? JSON.stringify(value) : String(value)}\``,
    schema.description ?? '',
  ]
  const inner = isShort ? [] : Object.entries(objectOf(schema) ?? {})
  return [own, ...inner.flatMap(([name, value]) => keyRows(`${key}.${name}`, value, false))]
}

/** The properties of an object, or of the object that an array or a choice holds. */
function objectOf(schema: Schema): Record<string, Schema> | undefined {
  return schema.properties ?? schema.items?.properties ?? schema.anyOf?.find(({ properties }) => properties)?.properties
}

function valueText(schema: Schema): string {
  if (schema.const !== undefined) return `\`${String(schema.const)}\``
  if (schema.enum !== undefined && schema.enum.length > 10)
    return schema.enum.includes('recall') ? '[metric](metrics.md)' : '[finding](splits.md#what-is-checked)'
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${value}\``).join(', ')
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(valueText))].join(' or ')
  const types = [schema.type ?? 'any'].flat()
  if (types.includes('array')) return `list${schema.items === undefined ? '' : ` of ${pluralText(schema.items)}`}`
  const inner = typeof schema.additionalProperties === 'object' ? valueText(schema.additionalProperties) : null
  if (inner !== null && inner !== 'keys below') return `${inner}, by column`
  const words: Record<string, string> = {
    string: 'text',
    integer: 'whole number',
    object: 'keys below',
    boolean: 'true or false',
  }
  return types.includes('string') ? 'text' : types.map((type) => words[type] ?? type).join(' or ')
}

function pluralText(schema: Schema): string {
  const text = valueText(schema)
  return text === 'number'
    ? 'numbers'
    : text === '[finding](splits.md#what-is-checked)'
      ? text.replace(']', 's]')
      : text
}

/** Which method makes the interval and the comparison of each metric, as found in the samples' results. */
function intervalsTable(): string {
  const rows = samples.flatMap(([task]) => {
    const { models, comparison } = results.get(task)!
    const metrics = new Map<string, string[]>()
    for (const [id, metric] of Object.entries(models.candidate.splits.test.metrics)) {
      const difference = comparison!.splits.test.metrics[id]
      const interval = 'interval' in metric && metric.interval !== null ? metric.interval : 'none'
      const test = 'test' in difference && difference.test !== null ? difference.test : 'none'
      const key = `${interval} ${test}`
      metrics.set(key, [...(metrics.get(key) ?? []), `\`${id}\``])
    }
    return [...metrics].map(([key, ids]) => {
      const [interval, test] = key.split(' ')
      return [task, code(interval), code(test), ids.join(', ')]
    })
  })
  return table(['task', 'interval', 'test of a difference', 'metrics'], rows)
}

const code = (name: string): string => (name === 'none' ? name : `\`${name}\``)

/** A part of the binary sample's result, named by its path. */
function resultBlock(path: string): string {
  const part = path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], results.get('binary'))
  return `\`\`\`json\n${JSON.stringify(part, null, 1).replace(/\n\s*/g, ' ')}\n\`\`\``
}
