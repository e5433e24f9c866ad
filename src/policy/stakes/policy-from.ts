import { autonomyLevels } from '../autonomy-levels.ts'
import { replicatesFor } from '../enough-replicates.ts'
import { policyKeys } from '../keys.ts'
import { readingTerms } from '../reading-terms.ts'
import { requirementLines } from './requirements-from.ts'
import { commented, flow, flowValue, item } from '../file/lines.ts'
import { columnTerms } from '../file/written.ts'
import { rounded } from './rounded.ts'
import { autonomyOf, breakEven, confidenceOf, reviewBand, reviewCostOf, type Stakes } from './stakes.ts'
import { surenessOf, type VerdictLosses } from './sureness.ts'

/**
 * A policy for what is at stake, as a commented YAML file that `parsePolicy` reads. Every number is a starting point, with
 * its reason beside it; what depends on what is not known (a validation split, the prevalence) is left out or commented.
 */
export function policyFrom(stakes: Stakes): string {
  const sections = [
    [
      ...commented(headText(stakes)),
      'version: 1',
      ...(stakes.name === null ? [] : [`name: ${item(stakes.name)}`]),
      `task: ${stakes.task}`,
    ],
    columnLines(stakes),
    readingLines(stakes),
    splitLines(stakes),
    costLines(stakes),
    thresholdLines(stakes),
    bandLines(stakes),
    confidenceLines(stakes),
    ledgerLines(stakes),
    stageLines(stakes),
    requirementLines(stakes),
  ]
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

function headText(stakes: Stakes): string {
  const [when, how] = stakes.hasLooked
    ? [
        'written down after a look at the results',
        'change those that do not fit the use, whatever the model reaches, and judge by it on rows not yet looked at.',
      ]
    : ['written down before looking', 'change those that do not fit, before you evaluate.']
  return `What "good enough" means here, ${when}. ${decisionModeText(stakes)} Numbers are starting points: ${how}`
}

const decisionModes: Record<Stakes['does'], string> = {
  suggest: 'The model suggests; a person decides.',
  approve: 'The model decides; a person approves before anything happens.',
  decide: 'The model decides alone.',
}

function decisionModeText({ does, isReversible }: Stakes): string {
  return `${decisionModes[does]} A wrong decision ${isReversible ? 'can' : 'cannot'} be undone.`
}

function columnLines({ columns, task, reasons = {} }: Stakes): string[] {
  const named = Object.entries(columnTerms(columns)).flatMap(([key, value]) => [
    ...(reasons[key] === undefined ? [] : commented(reasons[key], '  ')),
    `  ${key}: ${flowValue(value)}`,
  ])
  const missing = [
    ...(columns.label == null ? ['  # label: COLUMN        the truth'] : []),
    ...(task === 'binary' && columns.positive == null
      ? [
          '  # positive: "1"        the label’s value that is a positive, unless labels are 0/1, -1/1, false/true or no/yes',
        ]
      : []),
    ...(columns.candidate == null && columns.prediction == null
      ? ['  # candidate: COLUMN    what the model under evaluation says']
      : []),
  ]
  if (named.length === 0)
    return ['# Name the columns here, or on the command line (--label, --candidate).', '# columns:', ...missing]
  return ['columns:', ...named, ...missing]
}

/** How files are read, so that nothing has to be asked of them again. */
function readingLines({ reading, invalidRows, reasons = {} }: Stakes): string[] {
  const terms = Object.entries(reading === undefined ? {} : readingTerms(reading))
  if (terms.length === 0 && invalidRows !== 'leave_out') return []
  return [
    ...commented('How the files are read, as it was found out or chosen.'),
    ...terms.flatMap(([key, value]) => [
      ...(reasons[key] === undefined ? [] : commented(reasons[key])),
      `${key}: ${flowValue(value)}`,
    ]),
    ...(invalidRows === 'leave_out' ? ['invalid_rows: leave_out'] : []),
  ]
}

function splitLines({ columns, split }: Stakes): string[] {
  if (split !== null) return [`split: ${flow(split)}`]
  if (columns.split != null) return []
  const key = columns.id == null ? 'COLUMN' : item(columns.id)
  return [
    ...commented(
      'No column says which rows are for validation and test: all rows are taken for test. If the model was trained or tuned on some of them, assign them by what identifies a row, and the same row is always in the same split:',
    ),
    `# split: {by: hash, key: ${key}, train: 70, validation: 15, test: 15}`,
  ]
}

function costLines({ task, costs }: Stakes): string[] {
  if (task !== 'binary') return []
  return [
    ...commented(`A missed positive costs ${rounded(costs.falseNegative / costs.falsePositive)} times a false alarm.`),
    `costs: ${flow({ false_positive: costs.falsePositive, false_negative: costs.falseNegative })}`,
  ]
}

function thresholdLines({ task, costs, columns, hasValidation, threshold = null, reasons = {} }: Stakes): string[] {
  if (task !== 'binary' || columns.prediction != null) return []
  if (hasValidation) {
    return [
      ...commented(
        'The threshold of least cost, chosen on validation and then frozen: choosing it on test would flatter the model.',
      ),
      'threshold: {minimise: expected_cost, on: validation}',
    ]
  }
  if (threshold !== null) {
    const asked = reasons.threshold === undefined ? '' : ` ${reasons.threshold}`
    return [...commented(`The threshold as it was chosen.${asked}`), `threshold: ${threshold}`]
  }
  return [
    ...commented(
      `Without a validation split to choose on: cost(FP) / (cost(FP) + cost(FN)), from which calling a row positive pays (Elkan 2001). Right where scores are probabilities; with a validation split say {minimise: expected_cost, on: validation}.`,
    ),
    `threshold: ${rounded(breakEven(costs))}`,
  ]
}

function bandLines(stakes: Stakes): string[] {
  const band = stakes.columns.prediction == null ? reviewBand(stakes) : null
  if (band === null) return []
  const review = reviewCostOf(stakes)
  return [
    ...commented(
      `A person's look costs ${review}${stakes.reviewCost === null ? ' (taken for a fifth of the cheaper mistake)' : ''}. Between ${review}/cost(FN) and 1 − ${review}/cost(FP) deciding costs more than that (Chow 1970): these rows go to a person. Right where scores are probabilities.`,
    ),
    `abstain: ${flow(band)}`,
  ]
}

function confidenceLines(stakes: Stakes): string[] {
  const level = autonomyOf(stakes)
  const confidence = confidenceOf(stakes)
  if (stakes.losses != null) return surenessLines(stakes.losses, level, confidence)
  const samples = Math.round(2 / (1 - confidence))
  const surer =
    confidence === autonomyLevels[level].confidence
      ? ''
      : ' As a wrong decision cannot be undone, and people come to trust a model, the confidence is that of the level above.'
  return [
    ...commented(
      `Level ${level} of ${autonomyLevels.length - 1}: the model ${autonomyLevels[level].does}. All of each interval at this confidence has to meet its bound.${surer} Where a requirement is just not met, at most 1 of ${samples} samples passes it: right where a wrong pass loses ${samples - 1} times what a wrong hold forgoes.`,
    ),
    `autonomy: ${level}`,
    `confidence: ${confidence}`,
  ]
}

/** How sure a pass has to be, from what a wrong verdict loses. */
function surenessLines(losses: VerdictLosses, level: number, confidence: number): string[] {
  const { chance, assurance, limit } = surenessOf(losses)
  const { wrongPass, wrongHold } = losses
  const limited =
    limit === null
      ? ''
      : limit === 'least'
        ? ` So little sureness shows nothing: ${assurance} is the least here.`
        : ` No number of replicates that a policy may ask for carries that: ${assurance} is the most here.`
  const { does, confidence: asked } = autonomyLevels[level]
  const ofLevel = (1 + asked!) / 2
  const less =
    ofLevel > assurance
      ? ` The level itself asks for an assurance of ${rounded(ofLevel)}, and how it stands is told at that.`
      : ''
  const replicates = 10 / (1 - confidence) > policyKeys.replicates.default ? replicatesFor(confidence) : null
  return [
    ...commented(`Level ${level} of ${autonomyLevels.length - 1}: the model ${does}.${less}`),
    `autonomy: ${level}`,
    ...commented(
      `A wrong pass loses ${wrongPass}, a wrong hold forgoes ${wrongHold}: a pass pays where the chance of not being good enough is at most ${wrongHold}/(${wrongHold} + ${wrongPass}), ${inFull(chance)} (as if nothing were known of the model beforehand). The assurance is one less that: where a requirement is just not met, at most so many samples pass it.${limited}`,
    ),
    `assurance: ${assurance}`,
    ...(replicates === null
      ? []
      : [
          ...commented(
            'So sure an interval takes more replicates of the bootstrap, so that some of them are outside it.',
          ),
          `replicates: ${replicates}`,
        ]),
  ]
}

const inFull = (share: number) => `${rounded(100 * share)} %`

function ledgerLines({ ledger }: Stakes): string[] {
  if (ledger === null) return []
  return [
    ...commented('Every look at the test set is counted here: the more often one looks, the less a pass shows.'),
    `ledger: ${item(ledger)}`,
  ]
}

/** The stages of a rollout, none of which asks for more confidence than the policy itself. */
function stageLines(stakes: Stakes): string[] {
  const confidence = confidenceOf(stakes)
  const stage = (name: string, share: number, asked: number) =>
    `  - ${flow({ name, share, confidence: Math.min(asked, confidence) })}`
  return [
    ...commented(
      'What has to be shown before the model gets so much of the traffic: all requirements, the surer the more it gets. In the shadow it sees everything and decides nothing, which costs nothing but labels.',
    ),
    'stages:',
    stage('shadow', 0, 0.8),
    stage('1 %', 0.01, 0.8),
    stage('10 %', 0.1, 0.9),
    stage('all', 1, confidence),
  ]
}
