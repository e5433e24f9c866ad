import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { setupOf } from '../../src/cli/file-setup.ts'
import { askedAnswer, withAnswers } from '../../src/cli/init-questions.ts'
import { initArguments } from '../../src/cli/init-arguments.ts'
import type { Question } from '../../src/inspect/inspection.ts'
import { lehmer } from '../helpers/lehmer.ts'
import { builtCommand } from './run-command.ts'

const { folder, run, write, read } = builtCommand()
const churn = [
  '--does',
  'approve',
  '--cost-false-positive',
  '1',
  '--cost-false-negative',
  '10',
  '--prevalence',
  '0.3',
  '--reversible',
  'yes',
]

describe('good-enough init', { timeout: 60_000 }, () => {
  it('writes a policy for a file that then evaluates: level, stages and verdict', () => {
    const random = lehmer(1)
    const lines = Array.from({ length: 3000 }, (_, i) => {
      const label = random() < 0.3 ? 1 : 0
      const score = (weight: number) => ((1 - weight) * random() + weight * label).toFixed(4)
      return `c${i},${label},${score(0.45)},${score(0.35)},${i % 3 === 0 ? 'validation' : 'test'},${i % 2 === 0 ? 'new' : 'old'}`
    })
    write('churn.csv', ['customer,churned,score_v2,score_v1,split,segment', ...lines, ''].join('\n'))
    const made = run(['init', ...churn, '--file', 'churn.csv', '--no-ledger', '--out', 'made.yaml'])
    expect([made.status, made.stdout]).toEqual([0, ''])
    expect(made.stderr).toContain('good-enough plan --policy made.yaml --prevalence 0.3')
    const text = read('made.yaml').toString()
    expect(text.split('\n').filter((line) => /^ {2}\w+: /.test(line))).toEqual([
      '  label: churned',
      '  positive: "1"',
      '  candidate: score_v2',
      '  production: score_v1',
      '  split: split',
      '  id: customer',
      '  slices: [segment]',
    ])
    // Each with its reason.
    expect(text).toContain('  # Its header says what happened (“churned”) and its values are 0 and 1, of which')
    const { status, stdout } = run([
      'evaluate',
      'churn.csv',
      '--policy',
      'made.yaml',
      '--replicates',
      '50',
      '--format',
      'json',
    ])
    const document = JSON.parse(stdout)
    expect([status, document.verdict]).toEqual([0, 'pass'])
    expect(document.autonomy).toMatchObject({
      level: 3,
      of: 5,
      standing: 'met',
      checklist: [
        { item: 'errors', there: true },
        { item: 'no_waived_leak', there: true },
        { item: 'groups', there: true },
        { item: 'present_practice', there: true },
      ],
      missing: null,
    })
    expect(document.stages.map((stage: { name: string; shown: boolean }) => [stage.name, stage.shown])).toEqual([
      ['shadow', true],
      ['1 %', true],
      ['10 %', true],
      ['all', true],
    ])
    const report = run(['evaluate', 'churn.csv', '--policy', 'made.yaml', '--replicates', '50']).stdout
    expect(report).toContain(
      'Autonomy: level 3 of 5 (decides with approval) is met, and the policy contains what it has to.',
    )
    expect(report).toContain('Stage "10 %" (10 % of the traffic, all requirements met at 90 %): takes about')
  })

  it.each([
    [
      'multiclass',
      () => {
        const random = lehmer(2)
        return [
          'y,p_a,p_b,p_c',
          ...Array.from({ length: 600 }, () => {
            const k = Math.floor(random() * 3)
            const p = [0.2, 0.2, 0.2]
            p[k] += 0.4
            return `${'abc'[k]},${p.join(',')}`
          }),
        ]
      },
    ],
    [
      'regression',
      () => {
        const random = lehmer(3)
        return [
          'price,price_pred',
          ...Array.from({ length: 300 }, () => {
            const y = 100 * random()
            return `${y},${y + 10 * random() - 5}`
          }),
        ]
      },
    ],
  ] as const)('for %s too', (task, lines) => {
    write(`${task}.csv`, `${lines().join('\n')}\n`)
    expect(
      run(['init', '--does', 'suggest', '--file', `${task}.csv`, '--no-ledger', '--out', `${task}.yaml`]).status,
    ).toBe(0)
    expect(read(`${task}.yaml`).toString()).toContain(`task: ${task}`)
    const { status, stderr } = run(['evaluate', `${task}.csv`, '--policy', `${task}.yaml`])
    expect([status, stderr]).toEqual([0, ''])
  })

  it('takes no more of a file than it tells: what is open is asked, and goes into the policy with its reason', () => {
    const random = lehmer(7)
    const lines = Array.from({ length: 200 }, (_, i) => {
      const label = i % 3 === 0 ? 1 : 0
      const score = 0.2 + 0.5 * label + 0.2 * random()
      const decided = score > 0.5 ? 1 : 0
      return `${label},${decided},${(decided === 1 ? score : 1 - score).toFixed(4).replace('.', ',')}`
    })
    write(
      'sure.csv',
      [
        'Purchase;prediction_label;prediction_score',
        ...lines.map((line) => line.replace(/,/, ';').replace(/,/, ';')),
        '',
      ].join('\n'),
    )
    const init = ['init', '--does', 'suggest', '--file', 'sure.csv', '--no-ledger']
    const refused = run(init)
    expect([refused.status, refused.stdout]).toEqual([3, ''])
    expect(refused.stderr).toContain('found an open question')
    const answers = ['--candidate-of', 'prediction_label', '--number-format', 'prediction_score=decimal_comma']
    const made = run([...init, ...answers, '--out', 'sure.yaml'])
    expect([made.status, made.stdout]).toEqual([0, ''])
    const text = read('sure.yaml').toString()
    expect(text).toContain('  candidate: {column: prediction_score, of: prediction_label}\n')
    expect(text.replaceAll(/\n# /g, ' ')).toContain(
      'Asked: The numbers of “prediction_score” are not written as plain numbers',
    )
    expect(text).toContain('number_format: {prediction_score: decimal_comma}\n')
    const evaluated = (args: string[]) => JSON.parse(run(['evaluate', 'sure.csv', ...args, '--format', 'json']).stdout)
    const { metrics } = evaluated(['--policy', 'sure.yaml']).models.candidate.splits.all
    expect(metrics.recall.value).toBeGreaterThan(0)
    expect(metrics.roc_auc.value).toBe(1)
  })

  it('on a terminal asks what a file leaves open, by the number of the answer', async () => {
    const given = initArguments(['--does', 'suggest'])
    const columns = ['y', 'margin']
    const records = Array.from({ length: 100 }, (_, i) => [
      i % 2 === 0 ? 'stays' : 'leaves',
      String(i % 2 === 0 ? 1.5 + i : -2.25 - i),
    ])
    const sample = { file: 'm.csv', columns, records }
    const asked: string[] = []
    const answerOf = ({ id, options }: Question, text: string) => {
      if (id === 'positive') return String(options.findIndex((option) => option.text.includes('leaves')) + 1)
      if (text.startsWith('The threshold')) return '0.75'
      return id === 'threshold' ? String(options.length + 1) : '1'
    }
    const setup = await setupOf([sample], given, (question) =>
      askedAnswer(question, async (text) => {
        asked.push(text)
        return answerOf(question, text)
      }),
    )
    expect(setup).toMatchObject({ columns: { label: 'y', positive: 'leaves', candidate: 'margin' }, threshold: 0.75 })
    expect(asked.join('')).toContain('another threshold')
    expect(setup.reasons.threshold).toContain('a threshold of 0.5 makes no sense')
  })

  it('never writes over a file unless told to', () => {
    write('there.yaml', 'mine')
    const refused = run(['init', ...churn, '--out', 'there.yaml'])
    expect([refused.status, read('there.yaml').toString()]).toEqual([3, 'mine'])
    expect(refused.stderr).toContain('--out: found there.yaml, which is there already, expected a new file')
    expect(run(['init', ...churn, '--out', 'there.yaml', '--force']).status).toBe(0)
    expect(read('there.yaml').toString()).toContain('version: 1')
  })

  it('goes to standard output with --out -, as without --out', () => {
    const without = run(['init', ...churn])
    expect(without.stdout).toContain('version: 1')
    expect(run(['init', ...churn, '--out', '-'])).toEqual(without)
    expect(existsSync(join(folder, '-'))).toBe(false)
  })

  it('without a terminal what the model does has to be said; the rest is taken carefully', () => {
    const { status, stdout, stderr } = run(['init'])
    expect([status, stdout]).toEqual([3, ''])
    expect(stderr).toContain('--does: found nothing, expected what the model does')
    const careful = run(['init', '--does', 'decide'])
    expect(careful.status).toBe(0)
    expect(careful.stdout).toContain('autonomy: 5\nconfidence: 0.99')
    expect(careful.stdout).toContain('ledger: policy.ledger.json')
  })

  it('on a terminal asks for what no option says, again until it can be read', async () => {
    const answers = ['maybe', 'decide', 'yes', '', '20', '2', '0.02', '0', '39', '', 'region, age']
    const questions: string[] = []
    const answered = await withAnswers(initArguments([]), null, async (question) => {
      questions.push(question)
      return answers.shift()!
    })
    expect(answered).toMatchObject({
      does: 'decide',
      isReversible: true,
      falsePositive: 1,
      falseNegative: 20,
      prevalence: 0.02,
      wrongPass: 39,
      wrongHold: 1,
      columns: { slices: ['region', 'age'] },
    })
    expect(questions).toHaveLength(11)
    expect(questions[0]).toContain('4 decides alone: decides alone what can be undone')
    const losses = ['--loss-of-wrong-pass', '39', '--loss-of-wrong-hold', '1']
    const said = initArguments([...churn, ...losses, '--slice', 'region'])
    expect(
      await withAnswers(said, null, async () => {
        throw new Error('asked')
      }),
    ).toEqual(said)
  })

  it('takes what a wrong verdict loses for how sure a pass has to be', () => {
    const { status, stdout } = run([
      'init',
      '--does',
      'decide',
      ...['--loss-of-wrong-pass', '39', '--loss-of-wrong-hold', '1'],
    ])
    expect(status).toBe(0)
    expect(stdout).toContain('assurance: 0.975\n')
    expect(stdout).not.toMatch(/^confidence:/m)
  })

  it.each([
    [
      ['--does', 'decide', '--loss-of-wrong-pass', '10'],
      '--loss-of-wrong-pass: found --loss-of-wrong-pass without --loss-of-wrong-hold, expected both, in the same unit',
    ],
    [
      ['--does', 'decide', '--loss-of-wrong-pass', '10', '--loss-of-wrong-hold', '0'],
      '--loss-of-wrong-hold: found "0", expected a number above 0',
    ],
    [['--does', 'decides'], '--does: found "decides", expected suggest, approve, decide'],
    [['--does', 'decide', '--cost-false-negative', '0'], '--cost-false-negative: found "0", expected a number above 0'],
    [['--does', 'decide', '--prevalence', '2'], '--prevalence: found "2"'],
    [['predictions.csv'], 'Is it a file of predictions? --file predictions.csv'],
    [['--does', 'decide', '--file', 'absent.csv'], 'absent.csv'],
  ])('refuses %j', (args, words) => {
    const { status, stdout, stderr } = run(['init', ...args])
    expect([status, stdout]).toEqual([3, ''])
    expect(stderr).toContain(words)
  })
})

describe('good-enough plan', { timeout: 60_000 }, () => {
  const policy = () =>
    write(
      'plan.yaml',
      'version: 1\nstages: [{name: canary, share: 0.01}]\nrequirements:\n  - {metric: recall, at_least: 0.8}\n  - {metric: ece, at_most: 0.05, advisory: true}\n',
    )

  it('says as a table and a curve how many rows a policy takes', () => {
    const { status, stdout, stderr } = run(['plan', '--policy', policy(), '--prevalence', '0.1', '--rows', '1000'])
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toMatchSnapshot()
  })

  it('goes to standard output with --out -, as without --out', () => {
    const without = run(['plan', '--policy', policy()])
    expect(without.stdout).toContain('recall')
    expect(run(['plan', '--policy', policy(), '--out', '-'])).toEqual(without)
    expect(existsSync(join(folder, '-'))).toBe(false)
  })

  it('and as JSON, with every curve’s points', () => {
    const { stdout } = run([
      'plan',
      '--policy',
      policy(),
      '--prevalence',
      '0.1',
      '--expected',
      'recall=0.85',
      '--format',
      'json',
    ])
    const document = JSON.parse(stdout)
    // Wilson inverted: 1.959964²·0.8·0.2/0.05² = 245.9 positives, a tenth of the rows.
    expect(document).toMatchObject({
      format: 'good-enough/plan',
      version: 1,
      task: 'binary',
      confidence: 0.95,
      requirements: [
        { metric: 'recall', bound: { at_least: 0.8 }, expected: 0.85, given: true, rows_even_chance: 2459 },
        { metric: 'ece', advisory: true },
      ],
    })
    expect(document.requirements[0].curve[0]).toEqual({
      rows: 100,
      low: expect.any(Number),
      high: expect.any(Number),
      half_width: expect.any(Number),
      decided: false,
    })
    expect(document.stages[0].traffic).toBe(100 * document.rows)
  })

  it.each([
    [[], '--policy: found nothing'],
    [['--policy', 'absent.yaml'], 'absent.yaml: found ENOENT'],
    [['--policy', 'plan.yaml', '--expected', 'recal=0.9'], 'Did you mean recall?'],
    [['--policy', 'plan.yaml', '--expected', 'recall'], 'expected METRIC=VALUE'],
    [['--policy', 'plan.yaml', '--chance', '0.2'], '--chance: found "0.2"'],
    [['--policy', 'plan.yaml', '--task', 'regression'], 'requirements[0].metric'],
  ])('refuses %j', (args, words) => {
    policy()
    const { status, stdout, stderr } = run(['plan', ...args])
    expect([status, stdout]).toEqual([3, ''])
    expect(stderr).toContain(words)
  })
})
