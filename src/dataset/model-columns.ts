import { InputError, type Place } from '../table/input-error.ts'
import { elementOf, namedColumns, type NamedClass } from './named-columns.ts'
import { findClassColumns, findOneWithCopies, type ColumnAddress, type FileHeader } from './resolve.ts'
import { modelNames, modelRoles, roleTable, type ModelName, type Role, type Roles, type Task } from './roles.ts'

/** What a model says of a row: a score or a number, a probability for each class, or its decision. */
export type ModelColumns = ScoreColumn | ClassColumns | { kind: 'prediction'; address: ColumnAddress }

/** A score or a number in one column. */
export interface ScoreColumn {
  kind: 'score'
  address: ColumnAddress
  /** The class that each score is of; absent where all are of the positive class. */
  of?: ColumnAddress
}

/** A column of probabilities for each class. */
export interface ClassColumns {
  kind: 'probabilities'
  columns: ClassColumn[]
  /** Whether each column was named, or all by a pattern. */
  isListed: boolean
}

interface ClassColumn {
  label: string
  address: ColumnAddress
}

/** Every column that a model's scores, classes or probabilities are in. */
export function addressesOf(columns: ModelColumns): ColumnAddress[] {
  switch (columns.kind) {
    case 'score':
      return columns.of === undefined ? [columns.address] : [columns.address, columns.of]
    case 'prediction':
      return [columns.address]
    case 'probabilities':
      return columns.columns.map(({ address }) => address)
  }
}

/** Where the user named a role: for errors. */
export type RolePlace = (role: Role) => Place

/** Finds the columns of both models. Throws InputError where what is named is not there, or does not go together. */
export function modelColumns(
  headers: FileHeader[],
  roles: Roles,
  task: Task,
  placeOf: RolePlace,
): Map<ModelName, ModelColumns> {
  requireReversible(roles, task, placeOf)
  requireLogits(headers, roles, task, placeOf)
  const models = new Map<ModelName, ModelColumns>()
  for (const model of modelNames) {
    const columns = columnsOfModel(headers, roles, model, task, placeOf)
    if (columns !== null) models.set(model, roles.model === null ? columns : ofModel(columns, model))
  }
  const [candidate, production] = [models.get('candidate'), models.get('production')]
  if (isOfPattern(candidate) && isOfPattern(production)) disentangle(candidate, production)
  return models
}

function columnsOfModel(
  headers: FileHeader[],
  roles: Roles,
  model: ModelName,
  task: Task,
  placeOf: RolePlace,
): ModelColumns | null {
  const { scores, classes, scoreOf } = modelRoles[model]
  if (roles[scores] !== null && roles[classes] !== null) throw scoresAndPredictions(scores, classes, placeOf)
  if (roles[scoreOf] !== null && (roles[scores] === null || task !== 'binary'))
    throw classOfNoScore(model, roles[scores], placeOf(scoreOf))
  const named = (role: typeof scores | typeof classes) =>
    roles.model === null || roles[role] === null
      ? { name: roles[role], place: placeOf(role) }
      : { name: roles.score!, place: placeOf('score') }
  if (roles[scores] !== null) {
    const { name, place } = named(scores)
    const columns = scoreColumns(headers, name!, task, place)
    return roles[scoreOf] === null ? columns : withClass(columns, headers, roles[scoreOf], placeOf(scoreOf))
  }
  if (roles[classes] === null) return null
  const { name, place } = named(classes)
  if (task === 'regression') throw numbersNotClasses(scores, name!, place)
  return { kind: 'prediction', address: findOneWithCopies(headers, name!, place) }
}

function scoreColumns(headers: FileHeader[], text: string, task: Task, place: Place): ScoreColumn | ClassColumns {
  const named = namedColumns(headers, text)
  if (task !== 'regression') {
    if (named.kind === 'pattern')
      return { kind: 'probabilities', columns: findClassColumns(headers, text, place), isListed: false }
    if (named.kind === 'classes')
      return { kind: 'probabilities', columns: listedColumns(headers, named.classes, place), isListed: true }
  }
  if (task !== 'multiclass') return { kind: 'score', address: addressOf(headers, text, place) }
  throw new InputError({
    code: 'not_a_pattern',
    place,
    found: `the one column ${JSON.stringify(text)}`,
    expected: 'a column of probabilities for each class, as a pattern such as "p_*" whose * is the class',
    remedy:
      'Write the pattern, or name a column of predicted classes: --prediction COLUMN (columns.prediction in the policy).',
  })
}

/** The place of a column, or of an element of it. */
function addressOf(headers: FileHeader[], name: string, place: Place): ColumnAddress {
  const { name: column, element } = elementOf(headers, name)
  const address = findOneWithCopies(headers, column, place)
  return element === null ? address : { ...address, element }
}

function listedColumns(headers: FileHeader[], classes: NamedClass[], place: Place): ClassColumn[] {
  const columns = classes.map(({ label, name }) => {
    const address = addressOf(headers, name, place)
    return { label: label ?? headers[address.file].columns[address.column], address }
  })
  const labels = columns.map(({ label }) => label)
  const twice = labels.find((label, i) => labels.indexOf(label) !== i)
  if (twice === undefined) return columns
  throw new InputError({
    code: 'class_twice',
    place,
    found: `two columns for the class ${JSON.stringify(twice)}`,
    expected: 'one column for each class',
    remedy: 'Name each class once.',
  })
}

/** The scores with the class that each is of. */
function withClass(columns: ScoreColumn | ClassColumns, headers: FileHeader[], of: string, place: Place): ScoreColumn {
  if (columns.kind === 'score') return { ...columns, of: findOneWithCopies(headers, of, place) }
  throw new InputError({
    code: 'class_of_no_score',
    place,
    found: `${JSON.stringify(of)} for probabilities of each class`,
    expected: 'one column of scores, each of the class that this column names',
    remedy: 'Leave it out: each column of probabilities is of one class.',
  })
}

/** The columns as they are in the rows of one model, where there is a row for each. */
function ofModel(columns: ModelColumns, model: ModelName): ModelColumns {
  const tagged = (address: ColumnAddress): ColumnAddress => ({ ...address, model })
  switch (columns.kind) {
    case 'score':
      return {
        ...columns,
        address: tagged(columns.address),
        ...(columns.of === undefined ? {} : { of: tagged(columns.of) }),
      }
    case 'prediction':
      return { ...columns, address: tagged(columns.address) }
    case 'probabilities':
      return {
        ...columns,
        columns: columns.columns.map(({ label, address }) => ({ label, address: tagged(address) })),
      }
  }
}

/** Scores alone can be read the other way round, and only of two classes. */
function requireReversible(roles: Roles, task: Task, placeOf: RolePlace): void {
  for (const model of roles.reversed) {
    if (task === 'binary' && roles[model] !== null) continue
    throw new InputError({
      code: 'nothing_to_reverse',
      place: placeOf('reversed'),
      found: `${model}, which has no scores of two classes`,
      expected: 'a model whose scores say how likely the positive class is',
      remedy: `Leave ${model} out, or name its scores.`,
    })
  }
}

/** Logits are numbers of classes, and probabilities need those of every class. */
function requireLogits(headers: FileHeader[], roles: Roles, task: Task, placeOf: RolePlace): void {
  for (const model of roles.logits) {
    const fault = logitsFault(headers, roles, task, model)
    if (fault !== null) throw new InputError({ code: 'no_logits', place: placeOf('logits'), ...fault })
  }
}

function logitsFault(
  headers: FileHeader[],
  roles: Roles,
  task: Task,
  model: ModelName,
): { found: string; expected: string; remedy: string } | null {
  const text = roles.model === null ? roles[model] : roles.score
  if (task === 'regression' || roles[model] === null || text === null)
    return {
      found: `${model}, which has no scores of classes`,
      expected: 'a model whose numbers are logits of classes',
      remedy: `Leave ${model} out, or name its scores.`,
    }
  if (roles[modelRoles[model].scoreOf] !== null)
    return {
      found: `${model}, whose score is of the class that ${JSON.stringify(roles[modelRoles[model].scoreOf])} names`,
      expected: 'a logit of the positive class, or one of each class',
      remedy: `Leave ${model} out of the logits, or name the column of the positive class’s logit alone.`,
    }
  const named = namedColumns(headers, text)
  if (named.kind !== 'element') return null
  const list = `"no=${named.name}[1],yes=${named.name}[2]"`
  return {
    found: `${JSON.stringify(text)}, one number of a vector`,
    expected: 'the logit of every class, as the probability of a class follows from all of them',
    remedy: `Name an element for each class, as the label writes it: ${list}.`,
  }
}

function isOfPattern(columns: ModelColumns | undefined): columns is ClassColumns {
  return columns?.kind === 'probabilities' && !columns.isListed
}

/** A column that both patterns match (`p_*` and `p_old_*`) belongs to the model whose pattern says more of it. */
function disentangle(candidate: ClassColumns, production: ClassColumns): void {
  const isSame = (a: ColumnAddress, b: ColumnAddress) =>
    a.file === b.file && a.column === b.column && a.model === b.model
  const labelElsewhere = (other: ClassColumns, address: ColumnAddress) =>
    other.columns.find((column) => isSame(column.address, address))?.label
  const own = (mine: ClassColumns, other: ClassColumns) =>
    mine.columns.filter(({ label, address }) => {
      const elsewhere = labelElsewhere(other, address)
      return elsewhere === undefined || elsewhere.length >= label.length
    })
  const [ofCandidate, ofProduction] = [own(candidate, production), own(production, candidate)]
  candidate.columns = ofCandidate
  production.columns = ofProduction
}

function scoresAndPredictions(scoreRole: Role, predictionRole: Role, placeOf: RolePlace): InputError {
  return new InputError({
    code: 'scores_and_predictions',
    place: placeOf(predictionRole),
    found: `${roleTable[scoreRole].policyKey} and ${roleTable[predictionRole].policyKey} of one model`,
    expected: 'scores, or hard predictions where there are no scores',
    remedy: 'Leave one of them out.',
  })
}

function classOfNoScore(model: ModelName, score: string | null, place: Place): InputError {
  return new InputError({
    code: 'class_of_no_score',
    place,
    found: score === null ? `${model}, which has no scores` : 'scores that are not of two classes',
    expected: 'scores of a binary task, each of the class that this column names',
    remedy: score === null ? `Name the scores (--${roleTable[model].flag}), or leave it out.` : 'Leave it out.',
  })
}

function numbersNotClasses(scoreRole: Role, column: string, place: Place): InputError {
  const { flag, policyKey } = roleTable[scoreRole]
  return new InputError({
    code: 'prediction_of_numbers',
    place,
    found: `hard predictions ${JSON.stringify(column)} of a regression`,
    expected: `predicted numbers named as --${flag} (columns.${policyKey} in the policy)`,
    remedy: `Write --${flag} ${column}.`,
  })
}
