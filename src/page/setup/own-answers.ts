import { classListText, namedColumns } from '../../dataset/named-columns.ts'
import type { Roles } from '../../dataset/roles.ts'
import type { AnswerPatch, Inspection, Question } from '../../worker/protocol.ts'
import { valuesOf } from './roles-draft.ts'

/** What a question may be answered with beside its options: another column, other models, another order of classes, a number. */
export type OwnAnswer =
  | { kind: 'column'; role: 'label' | 'candidate'; columns: string[] }
  | { kind: 'models'; models: OwnModel[] }
  | { kind: 'classes'; names: string[]; classes: string[]; role: 'candidate' | 'production' }
  | { kind: 'number' }

/** A model as an option names it alone. */
export interface OwnModel {
  name: string
  roles: Partial<Roles>
}

/** What a question may be answered with beside its options; null: nothing. */
export function ownAnswer(question: Question, inspection: Inspection, label: string): OwnAnswer | null {
  const { columns } = inspection
  switch (question.id) {
    case 'label':
    case 'candidate': {
      const role = question.id
      const offered = question.options.map(({ answer }) => answer.roles?.[role])
      const others = columns.filter((column) => !offered.includes(column) && (role === 'label' || column !== label))
      return others.length === 0 ? null : { kind: 'column', role, columns: others }
    }
    case 'models': {
      const models = modelsAlone(question)
      const pairs = question.options.length - models.length
      return models.length > 1 && pairs < models.length * (models.length - 1) ? { kind: 'models', models } : null
    }
    case 'classes':
      return ownClasses(question, columns, [...valuesOf(inspection, label)])
    case 'threshold':
      return question.takesNumber === true ? { kind: 'number' } : null
    default:
      return null
  }
}

/** The models that options name alone. */
function modelsAlone({ options }: Question): OwnModel[] {
  return options.flatMap(({ answer: { roles = {} } }) => {
    const name = roles.candidate ?? roles.prediction
    const isAlone = roles.production == null && roles.productionPrediction == null
    return name != null && isAlone ? [{ name, roles }] : []
  })
}

/** The answer that compares two models. */
export function modelsAnswer(candidate: OwnModel, production: OwnModel | null): AnswerPatch {
  const inUse = production?.roles ?? {}
  return {
    roles: {
      ...candidate.roles,
      ...(inUse.candidate == null ? {} : { production: inUse.candidate }),
      ...(inUse.prediction == null ? {} : { productionPrediction: inUse.prediction }),
    },
  }
}

function ownClasses({ options }: Question, columns: readonly string[], classes: string[]): OwnAnswer | null {
  const headers = [{ file: '', columns: [...columns] }]
  for (const role of ['candidate', 'production'] as const) {
    const text = options[0]?.answer.roles?.[role]
    const named = text == null ? null : namedColumns(headers, text)
    if (named?.kind === 'classes' && options.length < orders(classes.length))
      return { kind: 'classes', role, classes, names: named.classes.map(({ name }) => name).toSorted() }
  }
  return null
}

function orders(count: number): number {
  return count < 2 ? 1 : count * orders(count - 1)
}

/** The answer that says which class each of some columns is of; null while a class has none, or two. */
export function classesAnswer(
  { role, names }: Extract<OwnAnswer, { kind: 'classes' }>,
  labels: readonly string[],
): AnswerPatch | null {
  const isWhole = labels.length === names.length && labels.every((label) => label !== '')
  if (!isWhole || new Set(labels).size < labels.length) return null
  return { roles: { [role]: classListText(names.map((name, at) => ({ label: labels[at], name }))) } }
}

/** The number that was typed, with a decimal point; null where it is none. */
export function thresholdTyped(text: string): number | null {
  const number = Number(text.trim())
  return text.trim() === '' || !Number.isFinite(number) ? null : number
}
