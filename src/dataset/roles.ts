/** What is predicted: one of two classes, one of several, or a number. */
export type Task = (typeof tasks)[number]

/** Every task. */
export const tasks = ['binary', 'multiclass', 'regression'] as const

/** Whether a text names a task. */
export function isTask(text: string | null): text is Task {
  return tasks.some((task) => task === text)
}

/** The model under evaluation, or the one in production. */
export type ModelName = (typeof modelNames)[number]

/** The models of an evaluation: the one under evaluation, and the one in production. */
export const modelNames = ['candidate', 'production'] as const

/** What to do with rows that cannot be read: refuse the whole evaluation, or leave them out and report them. */
export type InvalidRows = 'refuse' | 'leave_out'

/** All that is known of a role: what a policy, the command, the page, links and the reader of files need. */
interface RoleDeclaration {
  /**
   * What names it: one `column`; `scores`, a column or a pattern of columns such as `p_*`; a `value` of the label;
   * several `columns`; or some of the `models`.
   */
  kind: 'column' | 'scores' | 'value' | 'columns' | 'models'
  /** Its key under `columns` in a policy; with a dot, of the map that stands for the role before the dot. */
  policyKey: string
  /** Its option on the command line, without dashes. */
  flag: string
  /** Its key in a link to a set-up; null: links do not carry it. */
  linkKey: string | null
  /** One sentence for `--help` and for editors of policies. */
  description: string
  /** Its name in forms, and a few words that explain it there; `{scores}` stands for what the models of the task give. */
  title: string
  hint: string
  /** The group of fields that it belongs to in forms; null: it has a place of its own. */
  section: 'prediction' | 'models' | 'rows' | null
  /** What a column in this role is called where columns are listed; null: no column has this role. */
  mark: string | null
  /** No evaluation without it. */
  isRequired?: true
  /** Tasks that have it; all of them where nothing is said. */
  tasks?: readonly Task[]
  /** The model whose scores or classes it holds. */
  model?: ModelName
  /** Whether the first rows of a file can tell it: as a guess that holds unless changed, or as an offer to accept. */
  guess: 'taken' | 'offered' | 'never'
  /** How the cells of a column that states a fact of each row are read. Files that are joined agree on it. */
  cells?: 'dictionary' | 'float64' | 'utf8'
  /** Only one of the joined files may have the column. */
  isOfOneFile?: true
}

/**
 * Every role, declared once. The type `Roles`, the command's options, the policy's `columns`, the page's fields, links and
 * the plan of what is read follow from this table.
 */
export const roleTable = {
  label: {
    kind: 'column',
    policyKey: 'label',
    flag: 'label',
    linkKey: 'label',
    description: 'Column of the truth: what really happened.',
    title: 'Truth',
    hint: 'outcome column: what really happened',
    section: 'prediction',
    mark: 'truth',
    isRequired: true,
    guess: 'taken',
    // In regression the label is read as numbers.
    cells: 'dictionary',
  },
  positive: {
    kind: 'value',
    policyKey: 'positive',
    flag: 'positive',
    // A value of the data.
    linkKey: null,
    description:
      'Value of the label that is the positive class; it has to be named unless the labels are 0/1, -1/1, false/true or no/yes.',
    title: 'Positive class',
    hint: 'the one to find',
    section: 'prediction',
    mark: null,
    tasks: ['binary'],
    guess: 'taken',
  },
  candidate: {
    kind: 'scores',
    policyKey: 'candidate',
    flag: 'candidate',
    linkKey: 'candidate',
    description:
      "Column of the scores of the model under evaluation, or of its numbers in regression; an element of a vector in its cells, such as 'probability[2]'; for several classes, a pattern of columns such as 'p_*', whose * is the class, or the columns themselves: 'cat,dog' or 'cat=p0,dog=p1'.",
    title: 'Candidate',
    hint: '{scores} to judge',
    section: 'models',
    mark: 'candidate',
    model: 'candidate',
    guess: 'taken',
  },
  candidateOf: {
    kind: 'column',
    policyKey: 'candidate.of',
    flag: 'candidate-of',
    linkKey: 'candidate_of',
    description:
      'Column of the class that the candidate’s score is of: where it holds the negative class, the score counts as 1 − score.',
    title: 'Candidate’s score is of',
    hint: 'the class that the score is of',
    section: null,
    mark: 'candidate',
    tasks: ['binary'],
    model: 'candidate',
    guess: 'never',
  },
  production: {
    kind: 'scores',
    policyKey: 'production',
    flag: 'production',
    linkKey: 'production',
    description: 'Column (or pattern) of the scores of the model in production, which is compared on the same rows.',
    title: 'Production',
    hint: '{scores} in use today',
    section: 'models',
    mark: 'production',
    model: 'production',
    guess: 'taken',
  },
  productionOf: {
    kind: 'column',
    policyKey: 'production.of',
    flag: 'production-of',
    linkKey: 'production_of',
    description: 'Column of the class that production’s score is of.',
    title: 'Production’s score is of',
    hint: 'the class that the score is of',
    section: null,
    mark: 'production',
    tasks: ['binary'],
    model: 'production',
    guess: 'never',
  },
  prediction: {
    kind: 'column',
    policyKey: 'prediction',
    flag: 'prediction',
    linkKey: 'prediction',
    description: 'Column of the classes that the candidate predicts, where it gives no scores.',
    title: 'Predicted class',
    hint: 'of the candidate, if there is no score',
    section: 'models',
    mark: 'candidate',
    tasks: ['binary', 'multiclass'],
    model: 'candidate',
    guess: 'taken',
  },
  productionPrediction: {
    kind: 'column',
    policyKey: 'production_prediction',
    flag: 'production-prediction',
    linkKey: 'production_prediction',
    description: 'Column of the classes that the model in production predicts, where it gives no scores.',
    title: 'Production’s class',
    hint: 'predicted, if there is no score',
    section: 'models',
    mark: 'production',
    tasks: ['binary', 'multiclass'],
    model: 'production',
    guess: 'taken',
  },
  model: {
    kind: 'column',
    policyKey: 'model',
    flag: 'model',
    linkKey: 'model',
    description:
      'Column of the model’s name, where there is a row for each model: candidate and production (or the predictions) are then its values, and rows of one id belong together.',
    title: 'Model',
    hint: 'whose row it is',
    section: null,
    mark: 'model',
    guess: 'never',
  },
  score: {
    kind: 'scores',
    policyKey: 'score',
    flag: 'score',
    linkKey: 'score',
    description:
      'Column (or columns) of what the models say, where there is a row for each model; without --model another word for --candidate.',
    title: 'Score',
    hint: 'what the model of the row says',
    section: null,
    mark: 'score',
    guess: 'never',
  },
  split: {
    kind: 'column',
    policyKey: 'split',
    flag: 'split',
    linkKey: 'split',
    description: 'Column that says in which split a row is: train, validation or test.',
    title: 'Split',
    hint: 'train, validation, test',
    section: 'rows',
    mark: 'split',
    guess: 'taken',
    cells: 'dictionary',
  },
  id: {
    kind: 'column',
    policyKey: 'id',
    flag: 'id',
    linkKey: 'id',
    description: 'Column that identifies a row: files are joined on it, and duplicates are reported.',
    title: 'Id',
    hint: 'names the row',
    section: 'rows',
    mark: 'id',
    guess: 'taken',
  },
  group: {
    kind: 'column',
    policyKey: 'group',
    flag: 'group',
    linkKey: 'group',
    description:
      'Column of what rows belong together by, such as a patient or a user: intervals take groups as independent, not rows.',
    title: 'Group',
    hint: 'group id, such as patient or user',
    section: 'rows',
    mark: 'group',
    guess: 'offered',
    cells: 'dictionary',
  },
  weight: {
    kind: 'column',
    policyKey: 'weight',
    flag: 'weight',
    linkKey: 'weight',
    description:
      'Column of what a row counts for: so many equal rows (frequency weights), or what it stands for (importance weights, which they are until told otherwise).',
    title: 'Weight',
    hint: 'weight column: what a row counts',
    section: 'rows',
    mark: 'weight',
    guess: 'offered',
    cells: 'float64',
  },
  time: {
    kind: 'column',
    policyKey: 'time',
    flag: 'time',
    linkKey: 'time',
    description: 'Column that says when a row is from: it tells whether splits overlap in time.',
    title: 'Time',
    hint: 'when a row is from',
    section: 'rows',
    mark: 'time',
    guess: 'taken',
    cells: 'utf8',
    isOfOneFile: true,
  },
  slices: {
    kind: 'columns',
    policyKey: 'slices',
    flag: 'slice',
    linkKey: 'slice',
    description: 'Columns whose every value is measured as a slice, and the intersections of every two of them.',
    title: 'Slices',
    hint: 'subgroups to look at on their own',
    section: null,
    mark: 'slice',
    guess: 'taken',
  },
  reversed: {
    kind: 'models',
    policyKey: 'reversed',
    flag: 'reversed',
    linkKey: 'reversed',
    description:
      'Models (candidate, production) whose scores are read the other way round, in a binary task: as 1 − score where all scores lie between 0 and 1, else as −score.',
    title: 'Scores reversed',
    hint: 'the higher, the less likely the positive class',
    section: null,
    mark: null,
    tasks: ['binary'],
    guess: 'never',
  },
  logits: {
    kind: 'models',
    policyKey: 'logits',
    flag: 'logits',
    linkKey: 'logits',
    description:
      'Models (candidate, production) whose numbers are logits: probabilities are their softmax over the columns of classes, or their sigmoid where one column is of the positive class.',
    title: 'Scores are logits',
    hint: 'turned into probabilities by sigmoid or softmax',
    section: null,
    mark: null,
    tasks: ['binary', 'multiclass'],
    guess: 'never',
  },
} as const satisfies Record<string, RoleDeclaration>

/** The type of the table, from which the types below are made. */
export type RoleTable = typeof roleTable

/** A role. */
export type Role = keyof RoleTable

type RoleWith<Declared> = { [R in Role]: RoleTable[R] extends Declared ? R : never }[Role]

/** Roles that one name fills: of a column, of a pattern of columns, or of a value. */
export type SingleRole = RoleWith<{ kind: 'column' | 'scores' | 'value' }>

/** Roles that a list fills. */
export type ListRole = Exclude<Role, SingleRole>

/** Roles that list models of which something holds. */
export type ModelsRole = RoleWith<{ kind: 'models' }>

/** Roles whose column states a fact of each row, on which joined files agree. */
export type FactRole = RoleWith<{ cells: string }>

/** Roles that a link to a set-up carries. */
export type LinkRole = RoleWith<{ linkKey: string }>

/** Roles that are offered and never guessed unasked, since they change how rows are counted. */
export type OfferedRole = RoleWith<{ guess: 'offered' }>

type RoleValue<Declared> = Declared extends { kind: 'columns' }
  ? string[]
  : Declared extends { kind: 'models' }
    ? ModelName[]
    : Declared extends { isRequired: true }
      ? string
      : string | null

/**
 * Which column has which role. Columns are named as in the file's header, or `FILE:COLUMN` where files are joined. A role
 * that nothing fills is null, or an empty list.
 */
export type Roles = { -readonly [R in Role]: RoleValue<RoleTable[R]> }

/** Every role, in the order of the table. */
export const roleNames = Object.keys(roleTable) as Role[]

/** What is declared of a role, where it does not matter which. */
export function roleDeclaration(role: Role): RoleDeclaration {
  return roleTable[role]
}

/** Whether one name fills the role, and not a list. */
export function isSingleRole(role: Role): role is SingleRole {
  return !['columns', 'models'].includes(roleTable[role].kind)
}

/** Roles that one name fills, in the order of the table. */
export const singleRoles = roleNames.filter(isSingleRole)

/** Roles that list models of which something holds, in the order of the table. */
export const modelsRoles = roleNames.filter((role): role is ModelsRole => roleTable[role].kind === 'models')

/** Roles that a link to a set-up carries, in the order of the table. */
export const linkRoles = roleNames.filter((role): role is LinkRole => roleTable[role].linkKey !== null)

/** Roles whose column states a fact of each row, in the order of the table. */
export const factRoles = roleNames.filter((role): role is FactRole => roleDeclaration(role).cells !== undefined)

/** Whether a task has the role. */
export function isOfTask(role: Role, task: Task): boolean {
  return roleDeclaration(role).tasks?.includes(task) ?? true
}

/** The roles that are named, and nothing in the others. */
export function completedRoles(named: Partial<Roles> & Pick<Roles, 'label'>): Roles {
  const nothing = Object.fromEntries(
    roleNames.map((role) => [role, isSingleRole(role) ? null : []]),
  ) as unknown as Roles
  return { ...nothing, ...withoutUndefined(named) }
}

/**
 * The roles that are filled, and no others.
 * @example filledRoles(completedRoles({ label: 'y' })) // { label: 'y' }
 */
export function filledRoles(roles: Roles): Partial<Roles> {
  return Object.fromEntries(Object.entries(roles).filter(([, value]) => value !== null && value.length > 0))
}

/** The roles of the scores, of the predicted classes, and of the class that a score is of, of each model. */
export const modelRoles = {
  candidate: { scores: 'candidate', classes: 'prediction', scoreOf: 'candidateOf' },
  production: { scores: 'production', classes: 'productionPrediction', scoreOf: 'productionOf' },
} as const satisfies Record<ModelName, Record<'scores' | 'classes' | 'scoreOf', Role>>

function withoutUndefined<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T
}
