import { describe, expect, it } from 'vitest'
import { evaluateArguments } from '../../src/cli/arguments.ts'
import { initArguments } from '../../src/cli/init-arguments.ts'
import { planArguments } from '../../src/cli/plan-command.ts'
import { splitArguments } from '../../src/cli/split-arguments.ts'
import { isSingleRole, roleDeclaration, roleNames } from '../../src/dataset/roles.ts'
import { plainKey, plainKeys, settingName } from '../../src/policy/keys.ts'
import { refusalOf } from '../helpers/fault.ts'

const commands = { evaluate: evaluateArguments, init: initArguments, plan: planArguments, split: splitArguments }

describe('the options of roles', () => {
  it.each(roleNames)('%s is named by its option, in evaluate and in init', (role) => {
    const { kind, flag } = roleDeclaration(role)
    const names = kind === 'models' ? ['production', 'candidate'] : ['a', 'b:c']
    const given = isSingleRole(role) ? names.slice(0, 1) : names
    const isOfRows = role === 'score'
    const args = [...given.flatMap((name) => [`--${flag}`, name]), ...(isOfRows ? ['--model', 'm'] : [])]
    const columns = { [role]: isSingleRole(role) ? given[0] : given, ...(isOfRows ? { model: 'm' } : {}) }
    expect(evaluateArguments(['p.csv', ...args]).columns).toEqual(columns)
    expect(initArguments(args).columns).toEqual(columns)
  })

  it('--score is --candidate, unless the rows are of several models', () => {
    expect(evaluateArguments(['p.csv', '--score', 's']).columns).toEqual({ candidate: 's' })
    expect(evaluateArguments(['p.csv', '--score', 's', '--model', 'm', '--candidate', 'xgb']).columns).toEqual({
      score: 's',
      model: 'm',
      candidate: 'xgb',
    })
  })

  it('name nothing where none is given', () => {
    expect(evaluateArguments(['p.csv'])).toMatchObject({ columns: {}, settings: {} })
  })
})

describe('the options of policy keys', () => {
  const optioned = plainKeys.filter((key) => plainKey(key).option !== undefined)

  it.each(optioned)('%s is read, and a value that it may not have is refused', (key) => {
    const declared = plainKey(key)
    const flag = `--${declared.option?.flag}`
    const value = 'choices' in declared ? declared.choices[0] : 'from' in declared ? declared.from : 0.75
    expect(evaluateArguments(['p.csv', flag, String(value)]).settings).toEqual({ [settingName(key)]: value })
    for (const wrong of ['', 'none', '-1', '1e400'])
      expect(refusalOf(() => evaluateArguments(['p.csv', `${flag}=${wrong}`]))).toEqual({
        code: 'invalid_arguments',
        message: expect.stringMatching(
          new RegExp(`^${flag}: found ${JSON.stringify(wrong)}, expected .+\\. See good-enough --help\\.$`),
        ),
      })
  })
})

describe('arguments that are off', () => {
  it.each<[keyof typeof commands, string[], string]>([
    [
      'evaluate',
      [],
      'FILE: found no file, expected one file of predictions, or several to join. Name a file, or - for standard input.',
    ],
    [
      'evaluate',
      ['-', '-'],
      'FILE: found - more than once, expected standard input once at most. Name the other files by path.',
    ],
    [
      'evaluate',
      ['p.csv', '--candidate', 'a', '--score', 'b'],
      '--score: found --candidate and --score, which mean the same, expected one of them. Leave one out.',
    ],
    [
      'evaluate',
      ['p.csv', '--reversed', 'champion'],
      '--reversed: found "champion", expected candidate, production. See good-enough --help.',
    ],
    [
      'evaluate',
      ['p.csv', '--task', 'ranking'],
      '--task: found "ranking", expected binary, multiclass, regression. See good-enough --help.',
    ],
    [
      'evaluate',
      ['p.csv', '--confidence', '95'],
      '--confidence: found "95", expected a number between 0.5 and 1. See good-enough --help.',
    ],
    [
      'evaluate',
      ['p.csv', '--replicates', '19'],
      '--replicates: found "19", expected a whole number from 20 to 100000. See good-enough --help.',
    ],
    [
      'evaluate',
      ['p.csv', '--threshold', 'half'],
      '--threshold: found "half", expected a number. See good-enough --help.',
    ],
    [
      'evaluate',
      ['p.csv', '--lable', 'y'],
      '--lable: found an unknown option, expected an option of `good-enough evaluate`. Did you mean --label?',
    ],
    ['init', ['p.csv'], 'arguments: found "p.csv", expected options alone. Is it a file of predictions? --file p.csv'],
    [
      'init',
      ['--ledger', 'l.json', '--no-ledger'],
      '--no-ledger: found --ledger and --no-ledger, expected one of them. Leave one out.',
    ],
    [
      'init',
      ['--does', 'nothing'],
      '--does: found "nothing", expected suggest, approve, decide. See good-enough --help.',
    ],
    [
      'plan',
      [],
      '--policy: found nothing, expected a policy. Name one: --policy policy.yaml. good-enough init writes one.',
    ],
    [
      'plan',
      ['p.csv'],
      'arguments: found "p.csv", expected options alone: a plan reads no predictions. Name the policy by --policy.',
    ],
    [
      'plan',
      ['--policy', 'p.yaml', '--expected', 'recall'],
      '--expected: found "recall", expected METRIC=VALUE. Write --expected recall=0.9, say.',
    ],
    [
      'plan',
      ['--policy', 'p.yaml', '--expected', 'recal=0.9'],
      '--expected: found the metric "recal", expected a metric of the catalogue. Did you mean recall?',
    ],
    ['split', [], 'FILE: found no file, expected one CSV. Name one file, or - for standard input.'],
    [
      'split',
      ['p.csv'],
      '--by: found nothing, expected random, stratified, group, time, hash. Say how rows come into splits: --by hash --key COLUMN, for ' +
        'example.',
    ],
    [
      'split',
      ['p.csv', '--by', 'random', '--time', 't'],
      '--time: found --time with --by random, expected options of --by random: --train --validation --test --folds --key --seed. ' +
        'Leave it out.',
    ],
    [
      'split',
      ['p.csv', '--by', 'random', '--train', '0'],
      '--train: found no share above 0, expected two splits or three. See good-enough --help.',
    ],
  ])('%s %j is refused', (command, args, message) =>
    expect(refusalOf(() => commands[command](args))).toEqual({ code: 'invalid_arguments', message }),
  )
})
