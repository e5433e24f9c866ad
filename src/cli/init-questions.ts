import { createInterface } from 'node:readline/promises'
import { autonomyLevels } from '../policy/autonomy-levels.ts'
import type { AnswerPatch, Question } from '../inspect/inspection.ts'
import { InputError } from '../table/input-error.ts'
import { fileSetup, type FileSetup } from './file-setup.ts'
import { isShare, type InitArguments } from './init-arguments.ts'

/** Asks one question; answers what was typed. */
export type Ask = (question: string) => Promise<string>

/** Asks on the terminal for what files leave open, then for what the options do. */
export async function onTerminal(given: InitArguments): Promise<{ options: InitArguments; setup: FileSetup | null }> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const ask: Ask = (question) => terminal.question(question)
  try {
    const setup = given.files.length === 0 ? null : await fileSetup(given, (question) => askedAnswer(question, ask))
    return { options: await withAnswers(given, setup, ask), setup }
  } catch (error) {
    throw error instanceof Error && error.name === 'AbortError' ? noAnswer : error
  } finally {
    terminal.close()
  }
}

const noAnswer = new InputError({
  code: 'invalid_arguments',
  place: { option: 'init' },
  found: 'the end of what was typed',
  expected: 'an answer',
  remedy: 'Nothing is written. Answers can be given as options, too: see good-enough --help.',
})

/** An answer to what a file leaves open, by its number in the list; of a threshold, another one too. */
export async function askedAnswer({ why, options, takesNumber }: Question, ask: Ask): Promise<AnswerPatch> {
  const texts = [...options.map(({ text }) => text), ...(takesNumber === true ? ['another threshold'] : [])]
  const list = texts.map((text, at) => `  ${at + 1} ${text}\n`).join('')
  const chosen = await asked(ask, `${why}\n${list}Which of them? `, (text) =>
    /^\d+$/.test(text) && texts[Number(text) - 1] !== undefined ? Number(text) - 1 : undefined,
  )
  if (chosen < options.length) return options[chosen].answer
  return { threshold: await asked(ask, 'The threshold: ', (text) => numberIn(text, () => true)) }
}

/** The options with answers in the place of what they leave open; an empty answer is the one in brackets. */
export async function withAnswers(given: InitArguments, setup: FileSetup | null, ask: Ask): Promise<InitArguments> {
  const isBinary = (given.task ?? setup?.task ?? 'binary') === 'binary'
  const does =
    given.does ??
    (await asked(
      ask,
      `${levelsText}\nWhat does the model do: suggest, approve (a person approves what it decides), or decide alone? [suggest] `,
      (text) => (['suggest', 'approve', 'decide'] as const).find((word) => word === (text || 'suggest')),
    ))
  const isReversible =
    given.isReversible ??
    (await asked(
      ask,
      'Can a wrong decision be undone? yes or no [no] ',
      (text) =>
        (({ '': false, no: false, n: false, yes: true, y: true }) as Record<string, boolean | undefined>)[
          text.toLowerCase()
        ],
    ))
  const falsePositive =
    given.falsePositive ??
    (isBinary
      ? await asked(ask, 'What does a false alarm cost, in any unit? [1] ', (text) =>
          numberIn(text || '1', (value) => value > 0),
        )
      : null)
  const falseNegative =
    given.falseNegative ??
    (isBinary
      ? await asked(ask, 'And a miss, in the same unit? [1] ', (text) => numberIn(text || '1', (value) => value > 0))
      : null)
  const prevalence =
    given.prevalence ??
    (isBinary
      ? await asked(ask, 'What share of the cases is positive, such as 0.02? [not known] ', (text) =>
          text === '' ? null : numberIn(text, isShare),
        )
      : null)
  const wrongPass =
    given.wrongPass ??
    (await asked(
      ask,
      'If a model that is not good enough passes, what is lost, in any unit? [not known: as sure as the level asks] ',
      (text) => (text === '' ? null : numberIn(text, (value) => value > 0)),
    ))
  const wrongHold =
    given.wrongHold ??
    (wrongPass === null
      ? null
      : await asked(
          ask,
          'And if one that is good enough is held back, what is forgone, in the same unit? [1] ',
          (text) => numberIn(text || '1', (value) => value > 0),
        ))
  const guessed = setup?.columns.slices ?? []
  const slices =
    given.columns.slices ??
    (await asked(
      ask,
      `Who may be harmed: columns whose every value has to be served, with commas? [${guessed.join(', ') || 'none'}] `,
      (text) =>
        text === ''
          ? guessed
          : text
              .split(',')
              .map((name) => name.trim())
              .filter((name) => name !== ''),
    ))
  return {
    ...given,
    does,
    isReversible,
    falsePositive,
    falseNegative,
    prevalence,
    wrongPass,
    wrongHold,
    columns: { ...given.columns, slices },
  }
}

const levelsText = [
  'How much a model does by itself:',
  ...autonomyLevels.map(({ level, title, does }) => `  ${level} ${title}: ${does}`),
].join('\n')

/** Asks again until the answer can be read. */
async function asked<T>(ask: Ask, question: string, read: (text: string) => T | undefined): Promise<T> {
  for (;;) {
    const answer = read((await ask(question)).trim())
    if (answer !== undefined) return answer
  }
}

function numberIn(text: string, isAllowed: (value: number) => boolean): number | undefined {
  const value = Number(text)
  return text !== '' && Number.isFinite(value) && isAllowed(value) ? value : undefined
}
