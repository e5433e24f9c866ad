import { describe, expect, test } from 'vitest'
import { answersToKeep, keptWords } from '../../../src/page/setup/policy-answers.ts'
import { isSameShape, saidAsBefore, withKnownPositive } from '../../../src/page/setup/reused-answers.ts'
import { nothingSaid } from '../../../src/page/setup/said.ts'
import type { Setup } from '../../../src/page/setup/setup.svelte.ts'
import { editPolicy } from '../../../src/policy/file/edit.ts'
import { loadedPolicy, openedFiles, setupOf } from './opened.ts'

/** Rows of a table: the truth, and what models say of it. */
function table(header: string, row: (truth: number, at: number) => string, rows = 60): string {
  return `${[header, ...Array.from({ length: rows }, (_, at) => row(at % 3 === 0 ? 1 : 0, at))].join('\n')}\n`
}
const scoreOf = (truth: number, at: number) => ((truth === 1 ? 0.55 : 0.05) + ((at * 7) % 40) / 100).toFixed(3)
const plain = table('y_true,y_proba', (truth, at) => `${truth},${scoreOf(truth, at)}`)
/** The score of the predicted class, as PyCaret writes it. */
const ofPredicted = table('Purchase,prediction_label,prediction_score', (truth, at) => {
  const score = Number(scoreOf(truth, at))
  return `${truth},${score >= 0.5 ? 1 : 0},${Math.max(score, 1 - score).toFixed(3)}`
})
const horizons = table('y_t+1,y_t+2,pred_t+1,pred_t+2', (truth, at) => {
  const [near, far] = [100 + at * 1.5 + truth, 90 + at * 1.25 - truth]
  return `${near},${far},${(near + (at % 5) / 10).toFixed(2)},${(far - (at % 7) / 10).toFixed(2)}`
})

/** The open questions of a set-up, by kind. */
const open = (setup: Setup) => setup.questions.flatMap(({ question, given }) => (given === null ? [question.id] : []))

/** Answers a question with one of its options, and waits for what follows. */
async function answer(setup: Setup, id: string, at: number) {
  const { question } = setup.questions.find((asked) => asked.question.id === id)!
  setup.answer(question, question.options[at].answer, at)
  await setup.settled()
}

describe('a set-up', () => {
  test('of a plain file leaves nothing open: roles are guessed, each with its reason', async () => {
    const setup = await setupOf({ 'p.csv': plain })
    expect(setup.roles).toMatchObject({ label: 'y_true', positive: '1', candidate: 'y_proba' })
    expect(setup.inspection.roles.label?.why).not.toBe('')
    expect([setup.missing, setup.isSettled, setup.detectedTask]).toEqual([null, false, 'binary'])
    expect(setup.policy).toMatchObject({ task: null, columns: { label: 'y_true', candidate: 'y_proba' } })
  })

  test('cannot be evaluated while a question is open, and says which', async () => {
    const setup = await setupOf({ 'p.csv': ofPredicted })
    expect(open(setup)).toEqual(['score_of'])
    expect(setup.blockage).toEqual({ words: 'Answer first: Which class is the score of?', place: 'question-1' })
    await answer(setup, 'score_of', 0)
    expect([open(setup), setup.missing]).toEqual([[], null])
    expect(setup.policy.columns).toMatchObject({ candidate: 'prediction_score', candidateOf: 'prediction_label' })
    await answer(setup, 'score_of', 1)
    expect(setup.policy.columns.candidateOf).toBeNull()
  })

  test('shows the rows as every answer would have them read', async () => {
    const setup = await setupOf({ 'p.csv': ofPredicted })
    const { question } = setup.questions[0]
    const [ofClass, ofPositive] = await setup.previewsOf(
      question,
      question.options.map((option) => option.answer),
    )
    expect(ofClass!.rows.map(({ models: [{ score }] }) => score!.from)).toContainEqual(
      expect.stringMatching(/^1 − 0\./),
    )
    expect(ofPositive!.rows.every(({ models: [{ score }] }) => score!.from === null)).toBe(true)
    expect(ofClass!.rows.map(({ number }) => number)).toEqual(ofPositive!.rows.map(({ number }) => number))
  })

  test('guesses everything again that nobody chose, where one role is another', async () => {
    const setup = await setupOf({ 'p.csv': horizons })
    expect(open(setup)).toEqual(['label'])
    await answer(setup, 'label', 0)
    expect(setup.roles).toMatchObject({ label: 'y_t+1', candidate: 'pred_t+1' })
    setup.choose('label', 'y_t+2')
    await setup.settled()
    expect(setup.roles).toMatchObject({ label: 'y_t+2', candidate: 'pred_t+2' })
    setup.choose('candidate', 'pred_t+1')
    setup.choose('label', 'y_t+1')
    await setup.settled()
    expect(setup.roles.candidate).toBe('pred_t+1')
  })

  test('takes the answer that was given last, however long the ones before take', async () => {
    const opened = await openedFiles({ 'p.csv': ofPredicted })
    const { inspector } = opened
    let delay = 40
    const slow = {
      ...opened,
      inspector: {
        previews: inspector.previews,
        inspect: async (...asked: Parameters<typeof inspector.inspect>) => {
          const ms = (delay = Math.max(0, delay - 20))
          await new Promise((resolve) => setTimeout(resolve, ms))
          return inspector.inspect(...asked)
        },
      },
    }
    const setup = await setupOf({}, {}, { opened: slow })
    delay = 60
    setup.choose('label', 'prediction_label')
    setup.choose('label', 'Purchase')
    await setup.settled()
    expect([setup.roles.label, setup.inspection.roles.label?.column, setup.isInspecting]).toEqual([
      'Purchase',
      'Purchase',
      false,
    ])
  })

  test('goes back to what it was with its choices, and asks again', async () => {
    const setup = await setupOf({ 'p.csv': ofPredicted })
    const before = setup.choices
    await answer(setup, 'score_of', 0)
    setup.choices = before
    await setup.settled()
    expect(open(setup)).toEqual(['score_of'])
    await answer(setup, 'score_of', 0)
    setup.askAgain()
    await setup.settled()
    expect([setup.said, open(setup)]).toEqual([nothingSaid, ['score_of']])
  })

  test('says what was answered beside a policy that does not say it, and writes just that', async () => {
    const text = '# Ours.\nversion: 1\nrequirements: [{metric: recall, at_least: 0.5}]\n'
    const setup = await setupOf({ 'p.csv': ofPredicted }, { policy: text })
    expect(setup.isSettled).toBe(false)
    await answer(setup, 'score_of', 0)
    const changes = answersToKeep(setup.policy, loadedPolicy(text))
    expect(keptWords(changes)).toBe('truth, positive class, candidate')
    const written = changes.reduce((so, change) => editPolicy('p.yaml', so, change).text, text)
    expect(written).toContain('# Ours.')
    const again = await setupOf({ 'p.csv': ofPredicted }, { policy: written })
    expect([open(again), again.isSettled]).toEqual([[], true])
    expect(again.policy.columns).toMatchObject(setup.policy.columns)
    expect(answersToKeep(again.policy, loadedPolicy(written))).toEqual([])
  })

  test('names the task where a look at the label alone does not tell it', async () => {
    const stars = table('stars,predicted_stars', (_, at) => `${1 + (at % 5)},${1 + (at % 5)}.25`)
    const setup = await setupOf({ 'p.csv': stars })
    expect(setup.detectedTask).toBe('regression')
    expect(setup.policy.task).toBe('regression')
  })

  test('of grades is told to be one, and not evaluated', async () => {
    const grades = table('question_id,gpt_new_correct,gpt_old_correct', (truth, at) => `q${at},${truth},${at % 2}`)
    const setup = await setupOf({ 'p.csv': grades })
    expect([setup.inspection.task, setup.missing === null]).toEqual(['graded', false])
  })
})

describe('the next files', () => {
  const before = async () => {
    const setup = await setupOf({ 'may.csv': ofPredicted })
    await answer(setup, 'score_of', 0)
    return setup
  }

  test('of the same columns are read as the ones before', async () => {
    const setup = await before()
    const said = saidAsBefore({ ...pick(setup), isConfirmed: false }, ['june.csv'])!
    const next = await setupOf({ 'june.csv': ofPredicted }, { said })
    expect([open(next), next.roles]).toEqual([[], setup.roles])
    expect(isSameShape(setup.inspection, next.inspection)).toBe(true)
  })

  test('with other columns, or columns of another kind, are not', async () => {
    const setup = await before()
    const others = [plain, ofPredicted.replace('prediction_label', 'label'), ofPredicted.replaceAll(/,1,/g, ',yes,')]
    for (const text of others) {
      const next = await setupOf({ 'june.csv': text })
      expect(isSameShape(setup.inspection, next.inspection)).toBe(text === others[2])
    }
    const words = await setupOf({ 'june.csv': ofPredicted.replaceAll(/,0\.(\d+)\n/g, ',high\n') })
    expect(isSameShape(setup.inspection, words.inspection)).toBe(false)
  })

  test('are asked about where nothing was said of the ones before; roles that were evaluated are confirmed', async () => {
    const setup = await setupOf({ 'may.csv': plain })
    expect(saidAsBefore({ ...pick(setup), isConfirmed: false }, ['june.csv'])).toBeNull()
    expect(saidAsBefore({ ...pick(setup), isConfirmed: true }, ['june.csv'])!.roles).toMatchObject({
      label: 'y_true',
      candidate: 'y_proba',
      split: null,
    })
    expect(saidAsBefore({ ...pick(setup), isConfirmed: true }, ['a.csv', 'b.csv'])).toBeNull()
  })

  test('have their own positive class where they lack the one before', async () => {
    const setup = await before()
    const said = { ...setup.said, roles: { positive: 'bought' } }
    const roles = { ...setup.roles, positive: 'bought' }
    expect(withKnownPositive(said, setup.inspection, roles).roles).not.toHaveProperty('positive')
    expect(withKnownPositive(said, setup.inspection, setup.roles)).toBe(said)
  })
})

function pick({ said, roles, inspection }: Setup) {
  return { said, roles, inspection }
}
