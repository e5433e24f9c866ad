import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { withAnswer } from '../../src/inspect/answers.ts'
import { inspect } from '../../src/inspect/inspect.ts'
import { noAnswers } from '../../src/inspect/no-answers.ts'
import { sampleOf } from './samples.ts'
import { blockingOf, columnsOfRoles, optionsOf } from './views.ts'

/** What has to be read of files: the JSON of a pair (test/intake/cases/README.md). */
interface Case {
  about: string
  files?: string[]
  questions?: string[]
  answers?: string[][]
  task: string
  roles: Record<string, string>
  slices?: string[]
  notes?: string[]
  open?: string[]
}

const folder = new URL('../intake/cases/', import.meta.url)
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.slice(0, -5))

describe('files as tools and people write them', () => {
  it('has cases', () => expect(names.length).toBeGreaterThan(40))

  it.each(names)('%s', async (name) => {
    const wanted = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Case
    const samples = await Promise.all((wanted.files ?? [`${name}.csv`]).map((file) => sampleOf(new URL(file, folder))))
    let answers = noAnswers
    let found = inspect(samples, answers)
    expect(blockingOf(found)).toEqual(wanted.questions ?? [])
    for (const answer of wanted.answers ?? []) {
      const option = optionsOf(found).find(({ arguments: words }) => words.join('\0') === answer.join('\0'))
      expect(
        option,
        `${answer.join(' ')} among ${optionsOf(found)
          .map((each) => each.arguments.join(' '))
          .join(' | ')}`,
      ).toBeDefined()
      answers = withAnswer(answers, option!.answer)
      found = inspect(samples, answers)
    }
    expect(blockingOf(found)).toEqual(wanted.open ?? [])
    expect(found.task).toBe(wanted.task)
    expect(columnsOfRoles(found)).toEqual(wanted.roles)
    expect(found.slices.map(({ column }) => column)).toEqual(wanted.slices ?? [])
    if (wanted.notes !== undefined) expect([...new Set(found.notes.map(({ code }) => code))]).toEqual(wanted.notes)
  })
})
