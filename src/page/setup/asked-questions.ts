import type { Inspection, Question } from '../../worker/protocol.ts'
import { keyOf, type GivenAnswer, type Said } from './said.ts'

/** A question with the answer that was given to it. */
export interface AskedQuestion {
  /** Tells it from the others. */
  key: string
  /** The id of its element. */
  place: string
  question: Question
  /** null: it is open. */
  given: GivenAnswer | null
}

/** Why nothing can be evaluated yet. */
export interface Blockage {
  /** A full sentence. */
  words: string
  /** The element of the question that it is about; null where it is about none. */
  place: string | null
}

/**
 * Open questions, and those that were answered.
 * @param order keys of questions in the order in which they came up before; others follow
 */
export function questionsOf(open: readonly Question[], { answers }: Said, order: readonly string[]): AskedQuestion[] {
  const asked = [
    ...answers.map((given) => ({ key: given.key, question: given.question, given })),
    // What an answer leaves open is asked again.
    ...open.map((question) => ({ key: keyOf(question), question, given: null })),
  ]
  const byKey = new Map(asked.map((each) => [each.key, each]))
  const keys = [...new Set([...order, ...byKey.keys()])]
  return keys.flatMap((key, at) => {
    const found = byKey.get(key)
    return found === undefined ? [] : [{ ...found, place: `question-${at + 1}` }]
  })
}

/** What each kind of question is about, as a link to it says it. */
export const questionTitles: Record<Question['id'], string> = {
  label: 'What is the truth?',
  candidate: 'Which column is the model’s?',
  positive: 'Which class counts as positive?',
  task: 'What is predicted?',
  header: 'Does the first line hold names?',
  missing: 'What do these cells mean?',
  number_format: 'How are the numbers written?',
  score_of: 'Which class is the score of?',
  models: 'Which models are compared?',
  classes: 'Which class is each column of?',
  threshold: 'From which score on is a row positive?',
  weights: 'What is a weight?',
  join: 'Which rows belong together?',
  time: 'What is the time of a row?',
  spelling: 'Are these the same class?',
}

/** Tasks that are recognised and not evaluated, in words. */
const otherTasks = {
  graded: {
    title: 'This file holds grades',
    words: 'Each row has a grade already, and there is no truth to compare with. Grades are not evaluated yet.',
  },
  multilabel: {
    title: 'Each row has several labels',
    words: 'They are not evaluated together yet, but one label at a time is.',
  },
  ranking: {
    title: 'This file ranks rows in lists',
    words: 'Rankings are not evaluated yet.',
  },
}

/** What is said of a kind of file that is recognised and not evaluated; null of any other. */
export function otherTaskOf({ task }: Pick<Inspection, 'task'>): { title: string; words: string } | null {
  return task === 'graded' || task === 'multilabel' || task === 'ranking' ? otherTasks[task] : null
}

/** Why questions, or a kind of file that is not evaluated, keep everything from being evaluated; null where they do not. */
export function blockageOf(questions: readonly AskedQuestion[], inspection: Pick<Inspection, 'task'>): Blockage | null {
  const blocking = questions.filter(({ question, given }) => question.isBlocking && given === null)
  const [first] = blocking
  if (first !== undefined) {
    const others = blocking.length > 1 ? ` (and ${blocking.length - 1} more)` : ''
    return { words: `Answer first: ${questionTitles[first.question.id]}${others}`, place: first.place }
  }
  const other = otherTaskOf(inspection)
  return other === null ? null : { words: `${other.title}. ${other.words}`, place: null }
}
