import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Task } from '../../../src/dataset/roles.ts'
import { independentRows } from '../../dataset/independent-rows.ts'
import { binaryMetric } from '../../../src/metrics/binary/catalogue.ts'
import { catalogues, classCatalogue } from '../../../src/metrics/definitions/catalogue.ts'
import { isDefined, type Measure } from '../../../src/metrics/measure.ts'
import { measureMulticlass } from '../../../src/metrics/multiclass/measure.ts'
import { argmaxClasses } from '../../../src/metrics/multiclass/rows.ts'
import { tallyOf } from '../binary/tally-of.ts'
import { measuresOf, settings } from '../regression/rows.ts'

/** A worked example from the comment above a definition: "Example: … → 0.75." */
interface Example {
  task: Task | 'class'
  id: string
  given: string
  value: number
}

const folder = new URL('../../../src/metrics/definitions/', import.meta.url)
const pattern =
  /\/\*\*(?:(?!\*\/)[^])*?Example: ((?:(?!\*\/)[^])*?) → (\d+(?:\.\d+)?)(?:[.,](?:(?!\*\/)[^])*?)?\*\/\n(?:export )?const \w+: (\w+)Definition = \{(?:(?!\n\}\n)[^])*?\n {2}id: '(\w+)'/g
const tasks: Record<string, Example['task']> = {
  Decision: 'binary',
  Score: 'binary',
  Multiclass: 'multiclass',
  Class: 'class',
  Regression: 'regression',
}

const examples = readdirSync(folder).flatMap((file): Example[] =>
  [...readFileSync(new URL(file, folder), 'utf8').matchAll(pattern)].map(([, given, value, kind, id]) => ({
    task: tasks[kind],
    id,
    given,
    value: Number(value),
  })),
)

const numbers = (text: string) => [...text.matchAll(/\d+(?:\.\d+)?/g)].map(([number]) => Number(number))
const letters = (text: string) => text.trim().split(/\s+/)

async function binaryMeasure(id: string, given: string): Promise<Measure> {
  const metric = binaryMetric(id)!
  if (metric.from === 'decisions') {
    const [truePositives, falsePositives, falseNegatives, trueNegatives] = numbers(given)
    return metric.measure({ truePositives, falsePositives, falseNegatives, trueNegatives, spread: null }, settings)
  }
  const [positives, negatives] = given.split(';').map(numbers)
  const classes = [...positives.map(() => 1), ...negatives.map(() => 0)]
  return metric.measure(await tallyOf(classes, [...positives, ...negatives]), settings)
}

/** "truth a b, predicted a a", or "truth a b, probabilities (0.7 0.3) (0.6 0.4)", and of which class. */
function multiclassMeasure(id: string, given: string): Measure {
  const [, truth, predicted, ofClass] = /^truth ([\w ]+), (?:predicted|probabilities) (.*?)(?:, of class (\w))?$/.exec(
    given,
  )!
  const rows = given.includes('probabilities')
    ? [...predicted.matchAll(/\(([^)]*)\)/g)].map(([, row]) => numbers(row))
    : null
  const labels =
    rows === null
      ? [...new Set([...letters(truth), ...letters(predicted)])].sort()
      : rows[0].map((_, i) => String.fromCharCode(97 + i))
  const indices = (names: string) => Uint32Array.from(letters(names), (name) => labels.indexOf(name))
  const probabilities = rows && labels.map((_, label) => Float64Array.from(rows, (row) => row[label]))
  const { measures, classes } = measureMulticlass(
    {
      labels,
      classes: indices(truth),
      sampling: independentRows(letters(truth).length),
      models: new Map([
        [
          'candidate',
          { predicted: probabilities === null ? indices(predicted) : argmaxClasses(probabilities), probabilities },
        ],
      ]),
    },
    settings,
  ).models.get('candidate')!
  return (ofClass === undefined ? measures : classes!.get(ofClass)!).get(id)!
}

function regressionMeasure(id: string, given: string): Measure {
  const [truth, predictions] = given.split(';').map(numbers)
  return measuresOf(truth.map((value, i) => ({ truth: value, candidate: predictions[i] })))[id]
}

async function measureOf({ task, id, given }: Example): Promise<Measure> {
  if (task === 'binary') return binaryMeasure(id, given)
  return task === 'regression' ? regressionMeasure(id, given) : multiclassMeasure(id, given)
}

describe('the worked examples in the comments of the definitions', () => {
  it('are there for every metric of every task', () => {
    for (const task of ['binary', 'multiclass', 'regression'] as const)
      expect(
        examples
          .filter((example) => example.task === task)
          .map(({ id }) => id)
          .sort(),
      ).toEqual(catalogues[task].map(({ id }) => id).sort())
    expect(examples.filter(({ task }) => task === 'class').map(({ id }) => id)).toEqual(
      classCatalogue.map(({ id }) => id),
    )
  })

  it.each(examples.map((example) => [`${example.task} ${example.id}: ${example.given}`, example] as const))(
    '%s',
    async (_, example) => {
      const measure = await measureOf(example)
      if (!isDefined(measure)) throw new Error(measure.undefinedBecause)
      expect(Number(measure.value.toFixed(4))).toBe(example.value)
    },
  )
})
