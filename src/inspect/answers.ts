import { columnTexts } from '../dataset/reading-text.ts'
import { plainReading, withReading } from '../dataset/reading.ts'
import { roleNames, roleTable } from '../dataset/roles.ts'
import type { AnswerPatch, Answers, Question, QuestionId, QuestionOption } from './inspection.ts'

/**
 * The options of the command that say the same as an answer. A role that nothing is to fill is named with nothing.
 * @example argumentsOf({ roles: { label: 'y' }, threshold: 0.3 }) // ['--label', 'y', '--threshold', '0.3']
 */
export function argumentsOf({ roles = {}, task, reading = {}, invalidRows, threshold }: AnswerPatch): string[] {
  const named = roleNames.flatMap((role) => {
    const value = roles[role]
    if (value === undefined) return []
    const flag = `--${roleTable[role].flag}`
    return Array.isArray(value) ? value.flatMap((each) => [flag, each]) : [flag, value ?? '']
  })
  const texts = columnTexts({ ...plainReading, ...reading })
  const ofColumns = [
    ...texts.missing.flatMap((text) => ['--missing', text]),
    ...texts.numberFormat.flatMap((text) => ['--number-format', text]),
    ...texts.spelling.flatMap((text) => ['--spelling', text]),
  ]
  return [
    ...(reading.header == null ? [] : [reading.header ? '--header' : '--no-header']),
    ...(reading.join === undefined ? [] : ['--join', reading.join]),
    ...(task === undefined ? [] : ['--task', task]),
    ...named,
    ...ofColumns,
    ...(invalidRows === undefined ? [] : ['--invalid-rows', invalidRows]),
    ...(threshold === undefined ? [] : ['--threshold', String(threshold)]),
    ...(reading.weights == null ? [] : ['--weight-kind', reading.weights]),
    ...(reading.timeUnit == null ? [] : ['--time-unit', reading.timeUnit]),
  ]
}

/** What has been said, with one more answer: of roles, and of settings of columns, the answer adds to what was there. */
export function withAnswer(answers: Answers, { roles, task, reading, invalidRows, threshold }: AnswerPatch): Answers {
  return {
    ...answers,
    roles: { ...answers.roles, ...roles },
    task: task ?? answers.task,
    reading: reading === undefined ? answers.reading : withReading(answers.reading, reading),
    invalidRows: invalidRows ?? answers.invalidRows,
    hasThreshold: answers.hasThreshold || threshold !== undefined,
  }
}

/** One answer of a question, before its options of the command are written. */
export type Choice = Pick<QuestionOption, 'text' | 'answer'>

/** A question with the options of the command for each of its answers. */
export function question(
  id: QuestionId,
  why: string,
  choices: readonly Choice[],
  { isBlocking = true, ...more }: Partial<Pick<Question, 'isBlocking' | 'columns' | 'takesNumber'>> = {},
): Question {
  const options = choices.map((choice) => ({ ...choice, arguments: argumentsOf(choice.answer) }))
  return { id, why, isBlocking, options, ...more }
}
