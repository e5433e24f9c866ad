import { Ajv } from 'ajv'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { policyJsonSchema } from '../policy/file/policy-json-schema.ts'
import { parsePolicy } from '../../src/policy/file/parse.ts'
import { blocksOf, documentPaths, inlineCodes, proseOf, readDocument, root } from './documents.ts'

const documents = new Map(documentPaths.map((path) => [path, readDocument(path)]))
const userDocuments = [...documents].filter(([path]) => path === 'README.md' || path.startsWith('docs/'))

describe('links', () => {
  it.each(documentPaths)('%s: every link leads to a file, and to a heading of it', (path) => {
    const wrong = linksOf(documents.get(path)!).filter((link) => !leadsSomewhere(path, link))
    expect(wrong).toEqual([])
  })

  it('every page is in the index of docs/', () => {
    const listed = linksOf(documents.get('docs/README.md')!)
    const pages = documentPaths.filter((path) => path.startsWith('docs/') && path !== 'docs/README.md')
    expect(pages.filter((path) => !listed.includes(posix.basename(path)))).toEqual([])
  })
})

describe('the README', () => {
  it('is at most 8 KB', () => expect(statSync(`${root}README.md`).size).toBeLessThanOrEqual(8192))

  it('has a picture of at most 150 kB', () =>
    expect(statSync(`${root}docs/verdict.png`).size).toBeLessThanOrEqual(150_000))
})

describe('scripts', () => {
  it.each(documentPaths)('%s: every script is one of package.json', (path) => {
    const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'))
    const named = [...documents.get(path)!.matchAll(/\bnpm (?:run )?([a-z][a-z:]*)/g)].map(([, name]) => name)
    const ofNpm = ['ci', 'install', 'link', 'package']
    expect(named.filter((name) => !(name in scripts) && !ofNpm.includes(name))).toEqual([])
  })
})

describe('policies', () => {
  const isValid = new Ajv({ strictTypes: false, allErrors: true }).compile(policyJsonSchema())
  /** What a part of a policy is completed with. */
  const rest = parse(blocksOf(documents.get('docs/policy.md')!)[0].text)

  const policySchema = policyJsonSchema()
  const texts = userDocuments.flatMap(([path, document]) => [
    ...blocksOf(document)
      .filter(({ language, text }) => language === 'yaml' && !text.startsWith('# .git'))
      .map(({ text }) => ({ path, text })),
    ...inlineCodes(document)
      .filter(isPartOfPolicy)
      .map((text) => ({ path, text })),
  ])

  it('there are many', () => expect(texts.length).toBeGreaterThan(25))

  it.each(texts)('$path: the policy’s parser and its schema take $text', ({ text }) => {
    const policy = completed(parse(text))
    expect(() => parsePolicy('policy.yaml', stringify(policy))).not.toThrow()
    expect(isValid(policy), JSON.stringify(isValid.errors)).toBe(true)
  })

  /** A key of a policy with its value, or a requirement. */
  function isPartOfPolicy(code: string): boolean {
    if (code.startsWith('{metric: ')) return true
    const key = /^([a-z_]+): \S/.exec(code)?.[1]
    return (
      key !== undefined && 'properties' in policySchema && Object.keys(policySchema.properties as object).includes(key)
    )
  }

  function completed(part: Record<string, unknown>): Record<string, unknown> {
    if ('version' in part) return part
    if (!('metric' in part)) return { ...rest, ...part }
    const ofClasses = { version: 1, columns: { label: 'team', candidate: 'p_*' } }
    const ofTwo = { ...rest, abstain: { from: 0.35, to: 0.65 } }
    return { ...('class' in part ? ofClasses : ofTwo), requirements: [part, { metric: 'rows', at_least: 1 }] }
  }
})

describe('what has to be described', () => {
  const schema = policyJsonSchema() as unknown as {
    properties: Record<string, { properties?: object; items?: object }>
  }

  it.each([
    ['docs/your-file.md', 'role', Object.keys(schema.properties.columns.properties!)],
    ['docs/splits.md', 'finding', (schema.properties.waive.items as { enum: string[] }).enum],
    ['docs/result.md', 'key of the result', resultKeys()],
  ])('%s has every %s', (path, _, names) => {
    const codes = inlineCodes(documents.get(path)!)
    expect(names.filter((name) => !codes.includes(name))).toEqual([])
  })

  function resultKeys(): string[] {
    return Object.keys(JSON.parse(readFileSync(`${root}public/evaluation.schema.json`, 'utf8')).properties)
  }
})

function linksOf(document: string): string[] {
  return [...proseOf(document).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link)
}

function leadsSomewhere(path: string, link: string): boolean {
  if (/^https?:/.test(link)) return true
  const [file, anchor] = link.split('#')
  const target = file === '' ? path : posix.join(posix.dirname(path), file)
  if (!existsSync(root + target)) return false
  return anchor === undefined || anchorsOf(documents.get(target) ?? '').includes(anchor)
}

/** Headings as GitHub makes anchors of them. */
function anchorsOf(document: string): string[] {
  return [...proseOf(document).matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}
