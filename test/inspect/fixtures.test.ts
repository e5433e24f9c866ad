import { describe, expect, it } from 'vitest'
import { inspect } from '../../src/inspect/inspect.ts'
import { noAnswers } from '../../src/inspect/no-answers.ts'
import { namedColumns } from '../../src/dataset/named-columns.ts'
import { fixtureText, fixtureUrl, hasFixtures } from '../fixtures.ts'
import { sampleOf } from './samples.ts'
import { blockingOf } from './views.ts'

/** What a file is and what must come of it: expected.json of the fixtures. */
interface Expected {
  outcome: 'right' | 'asks' | 'right or asks'
  task: string
  roles: Record<string, string | number | string[]>
}

/** A role as the fixtures write it, and as a list of columns where it is one. */
function written(file: string, columns: string[], text: string): string | string[] {
  const named = namedColumns([{ file, columns }], text)
  if (named.kind === 'classes') return named.classes.map(({ name }) => name).toSorted()
  return named.kind === 'element' ? named.name : text.replace(/\.csv:/, ':')
}

describe.skipIf(!hasFixtures)('the files of intake/', () => {
  const all = hasFixtures ? (JSON.parse(fixtureText('intake/expected.json')) as Record<string, Expected>) : {}
  const isText = (name: string) => /\.(csv|tsv)$/.test(name)

  it.each(Object.keys(all).filter(isText))('%s', async (name) => {
    const { outcome, task, roles } = all[name]
    const samples = [await sampleOf(fixtureUrl(`intake/${name}`))]
    if (typeof roles.with === 'string') samples.push(await sampleOf(fixtureUrl(`intake/${roles.with}`)))
    const found = inspect(samples, noAnswers)
    const open = blockingOf(found)
    if (outcome === 'right') expect(open).toEqual([])
    if (outcome === 'asks') expect(open).not.toEqual([])
    if (found.task !== null) expect(found.task).toBe(task)
    for (const role of ['label', 'positive', 'production', 'id', 'time', 'model', 'score', 'of'] as const) {
      const [wanted, proposal] = [roles[role], role === 'of' ? found.roles.candidateOf : found.roles[role]]
      if (wanted === undefined || (open.length > 0 && proposal === undefined)) continue
      expect(proposal?.column.replace(/\.csv:/, ':'), role).toBe(wanted)
    }
    const { candidate, prediction } = found.roles
    if (roles.candidate !== undefined && candidate !== undefined) {
      const { file, columns } = samples[0]
      const wanted = [roles.candidate].flat().toSorted()
      const says = [written(file, columns, candidate.column)].flat()
      expect(says.length > 1 ? says : says[0]).toEqual(wanted.length > 1 ? wanted : wanted[0])
    }
    if (roles.element !== undefined) expect(candidate?.element).toBe(roles.element)
    // Probabilities say what predicted classes say, and more.
    if (roles.prediction !== undefined && candidate === undefined && open.length === 0)
      expect(prediction?.column).toBe(roles.prediction)
    if (open.length === 0) expect(candidate ?? prediction).toBeDefined()
  })

  it('leaves other containers to those who read them', () => {
    expect(Object.keys(all).filter((name) => !isText(name)).length).toBeLessThan(8)
  })
})
