import { describe, expect, it } from 'vitest'
import { builtCommand } from './run-command.ts'

const { run, write } = builtCommand()

/** Four hundred rows whose score is of the predicted class, as PyCaret writes them, from a linear congruential generator. */
function ofPredictedClass(): string {
  let state = 7
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  const rows = Array.from({ length: 400 }, () => {
    const chance = random()
    const predicted = chance >= 0.5 ? 1 : 0
    return [random() < chance ? 1 : 0, predicted, (predicted === 1 ? chance : 1 - chance).toFixed(4)].join()
  })
  return ['Purchase,prediction_label,prediction_score', ...rows, ''].join('\n')
}

/** The value of a metric of the candidate on all rows. */
function valueOf(stdout: string, metric: string): number {
  return JSON.parse(stdout).models.candidate.splits.all.metrics[metric].value
}

const plain = [
  'y_true,y_proba',
  ...Array.from({ length: 40 }, (_, i) => `${i % 3 === 0 ? 1 : 0},0.${10 + i}`),
  '',
].join('\n')

describe('good-enough inspect', () => {
  it('says the roles with their reasons, and ends with 0 where nothing is open', () => {
    const { status, stdout, stderr } = run(['inspect', write('plain.csv', plain), '--format', 'json'])
    expect([status, stderr]).toEqual([0, ''])
    const { format, version, files, task, roles, questions } = JSON.parse(stdout)
    expect({ format, version, task, questions }).toEqual({
      format: 'good-enough/inspection',
      version: 1,
      task: 'binary',
      questions: [],
    })
    expect(files).toMatchObject([{ name: 'plain.csv', container: 'csv', rows: 40, header: true }])
    expect([roles.label.column, roles.candidate.column]).toEqual(['y_true', 'y_proba'])
    expect(roles.label.why).toMatch(/[a-z].*\.$/)
  })

  it('counts all rows, not those it looks at', () => {
    const rows = Array.from({ length: 3000 }, (_, i) => `${i % 3 === 0 ? 1 : 0},${(i % 97) / 97}`)
    const file = write('long.csv', `y_true,y_proba\n${rows.join('\n')}\n`)
    expect(JSON.parse(run(['inspect', file, '--format', 'json']).stdout).files[0].rows).toBe(3000)
  })

  it('asks where a file leaves something open, ends with 2, and has none left once it is answered', () => {
    const file = write('pycaret.csv', ofPredictedClass())
    const { status, stdout } = run(['inspect', file, '--format', 'json'])
    expect(status).toBe(2)
    const { roles, questions } = JSON.parse(stdout)
    expect(questions).toMatchObject([{ id: 'score_of', blocking: true }])
    expect(roles.candidate).toMatchObject({ column: 'prediction_score', of: 'prediction_label' })
    const [ofPredicted] = questions[0].options
    expect(ofPredicted.arguments).toEqual(['--candidate-of', 'prediction_label'])
    expect(run(['inspect', file, ...ofPredicted.arguments]).status).toBe(0)
  })

  it('bad input is 3, with nothing on standard output', () => {
    const missing = run(['inspect', 'none.csv'])
    expect([missing.status, missing.stdout]).toEqual([3, ''])
    expect(missing.stderr).toContain('none.csv')
    expect(run(['inspect']).status).toBe(3)
    expect(run(['inspect', write('empty.csv', ''), '--format', 'json']).stdout).toBe('')
  })
})

describe('good-enough evaluate without roles', () => {
  it('takes what the file tells, with the numbers of the roles named', () => {
    const file = write('plain.csv', plain)
    const proposed = run(['evaluate', file, '--format', 'json', '--replicates', '20'])
    const named = run([
      'evaluate',
      file,
      '--label',
      'y_true',
      '--candidate',
      'y_proba',
      '--format',
      'json',
      '--replicates',
      '20',
    ])
    expect([proposed.status, named.status]).toEqual([0, 0])
    expect(valueOf(proposed.stdout, 'roc_auc')).toBe(valueOf(named.stdout, 'roc_auc'))
  })

  it('evaluates nothing while a question is open, and says its words and answers', () => {
    const file = write('pycaret.csv', ofPredictedClass())
    const asked = run(['evaluate', file])
    expect([asked.status, asked.stdout]).toEqual([3, ''])
    expect(asked.stderr).toContain('--candidate-of prediction_label')
    const answered = run([
      'evaluate',
      file,
      '--candidate-of',
      'prediction_label',
      '--format',
      'json',
      '--replicates',
      '20',
    ])
    expect(answered.status).toBe(0)
    // A score of the predicted class makes the predicted class at 0.5: the accuracy is that of the column itself.
    const rows = ofPredictedClass().trim().split('\n').slice(1)
    const right = rows.filter((row) => row.split(',')[0] === row.split(',')[1]).length
    expect(valueOf(answered.stdout, 'accuracy')).toBe(right / rows.length)
  })
})
