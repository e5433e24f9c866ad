import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { evaluateArguments } from '../../src/cli/arguments.ts'
import { readBaseline } from '../../src/cli/baseline.ts'
import { commandKernels } from '../../src/cli/command.ts'
import { fileSources, readPolicyText } from '../../src/cli/files.ts'
import { initArguments } from '../../src/cli/init-arguments.ts'
import { initCommand } from '../../src/cli/init-command.ts'
import { ledgerFile } from '../../src/cli/ledger-file.ts'
import { writeWhole } from '../../src/cli/output.ts'
import { splitArguments } from '../../src/cli/split-arguments.ts'
import { splitCommand } from '../../src/cli/split-command.ts'
import { defaultPolicy } from '../../src/policy/policy.ts'
import { refusalOf, rejectionOf } from '../helpers/fault.ts'
import { temporaryFolder } from '../helpers/temporary-folder.ts'

const folder = temporaryFolder()
const path = (name: string) => join(folder, name)

describe('a file that is read', () => {
  it('has to be there, and to be a file', () => {
    expect(refusalOf(() => fileSources([path('gone.csv')]))).toEqual({
      code: 'no_such_file',
      message: `${path('gone.csv')}: found no such file, expected a file of predictions. Check the path.`,
    })
    expect(refusalOf(() => fileSources([folder])).message).toBe(
      `${folder}: found a folder, expected a file of predictions. Check the path.`,
    )
    expect(refusalOf(() => readPolicyText(path('gone.yaml')))).toEqual({
      code: 'no_such_file',
      message: `${path('gone.yaml')}: found ENOENT, expected a policy file that can be read. Check the path.`,
    })
  })

  it('as a baseline has to be there: the option or the policy that names it is told', () => {
    const options = (...args: string[]) => evaluateArguments(['p.csv', ...args])
    expect(refusalOf(() => readBaseline(options('--baseline', path('gone.json')), defaultPolicy))).toEqual({
      code: 'no_such_file',
      message:
        `--baseline: found ${path('gone.json')}: ENOENT, expected a baseline that can be read. ` +
        'Check the path; the first model that passes makes one (--promote).',
    })
    const named = { ...defaultPolicy, baseline: 'gone.json' }
    expect(refusalOf(() => readBaseline(options('--policy', path('policy.yaml')), named)).message).toContain(
      `policy.yaml, baseline: found ${path('gone.json')}: ENOENT`,
    )
    expect(readBaseline(options('--policy', path('policy.yaml')), { ...named, onNoProduction: 'skip' })).toBeNull()
  })

  it('has its base name, or its path where two files have the same one', () => {
    mkdirSync(path('a'))
    mkdirSync(path('b'))
    for (const name of ['a/p.csv', 'b/p.csv', 'q.csv']) writeFileSync(path(name), 'y,s\n1,0.5\n')
    const names = (...files: string[]) => fileSources(files.map(path)).map((source) => source.name)
    expect(names('a/p.csv', 'q.csv')).toEqual(['p.csv', 'q.csv'])
    expect(names('a/p.csv', 'b/p.csv')).toEqual([path('a/p.csv'), path('b/p.csv')])
  })
})

describe('a file that is written', () => {
  it('has to be one that can be', async () => {
    mkdirSync(path('folder'))
    expect(await rejectionOf(writeWhole(path('folder'), 'text'))).toEqual({
      code: 'cannot_write',
      message: `--out: found ${path('folder')}: a folder, expected a file that can be written. Check the path.`,
    })
    expect((await rejectionOf(writeWhole(path('nowhere/report.txt'), 'text'))).message).toBe(
      `--out: found ${path('nowhere/report.txt')}: ENOENT, expected a file that can be written. Check the path.`,
    )
  })

  it('by init is not one that is there, unless it may be written over', async () => {
    writeFileSync(path('policy.yaml'), 'version: 1\n')
    expect(await rejectionOf(initCommand(initArguments(['--does', 'suggest', '--out', path('policy.yaml')])))).toEqual({
      code: 'cannot_write',
      message: `--out: found ${path('policy.yaml')}, which is there already, expected a new file. Name another, or say --force to write over it.`,
    })
    expect(readFileSync(path('policy.yaml'), 'utf8')).toBe('version: 1\n')
  })
})

describe('a ledger', () => {
  const policy = path('policy.yaml')

  it('has to be a file that can be read', async () => {
    mkdirSync(path('ledger-folder'))
    expect(await rejectionOf(ledgerFile(policy, 'ledger-folder').hold())).toEqual({
      code: 'ledger_not_kept',
      message:
        'ledger: found ledger-folder: EISDIR, expected a file that can be read and written. Check the path, from the policy’s folder.',
    })
  })

  it('that another run holds is waited for, and no longer than that', async () => {
    const first = ledgerFile(policy, 'held.json')
    await first.hold()
    expect(await rejectionOf(ledgerFile(policy, 'held.json', 60).hold())).toEqual({
      code: 'ledger_held',
      message: expect.stringMatching(
        /^ledger: found held\.json held for 0\.001 minutes by process \d+ \S+, expected no other evaluation that takes so long\. If none is under way, remove .*held\.json\.lock\.$/,
      ),
    })
    first.release()
    const second = ledgerFile(policy, 'held.json', 60)
    expect(await second.hold()).toEqual({ version: 2, entries: [] })
    second.release()
  })

  it('is not written over what another program has written meanwhile', async () => {
    const held = ledgerFile(policy, 'changed.json')
    await held.hold()
    writeFileSync(path('changed.json'), 'something else')
    const digest = 'a'.repeat(64)
    const entry = {
      date: '2026-01-31T12:00:00.000Z',
      fingerprint: digest,
      policy: digest,
      model: 's',
      rows: 2,
      evaluated: digest,
      verdict: 'pass' as const,
      result: digest,
    }
    expect(refusalOf(() => held.append(entry))).toEqual({
      code: 'ledger_changed',
      message:
        'ledger: found changed.json changed while it was held, expected no other program that writes it. Evaluate again.',
    })
    held.release()
    expect(readFileSync(path('changed.json'), 'utf8')).toBe('something else')
  })
})

describe('what this machine or another place does not have', () => {
  afterEach(() => vi.doUnmock('webgpu'))

  it('is told of WebGPU where its package does not load', async () => {
    vi.doMock('webgpu', () => {
      throw new Error('no such package')
    })
    expect(await rejectionOf(commandKernels('webgpu', []))).toEqual({
      code: 'no_webgpu',
      message:
        '--backend: found webgpu, but its package does not load here, expected the npm package "webgpu" beside the command. ' +
        'Install it (npm install webgpu), or use --backend cpu: the numbers are the same.',
    })
  })

  it('is told of a split that cannot be made there', async () => {
    writeFileSync(path('rows.csv'), 'id,y\na,1\nb,0\n')
    const args = ['--by', 'hash', '--key', 'id', '--hash', 'farm_fingerprint', '--snippet', 'postgresql']
    expect(await rejectionOf(splitCommand(splitArguments([path('rows.csv'), ...args])))).toEqual({
      code: 'no_snippet',
      message: expect.stringMatching(
        /^--snippet: found "postgresql", expected a place where the same split can be made\. \S.+/,
      ),
    })
  })
})
