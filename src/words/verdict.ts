import type { EvaluationDocument, ModelResult, RequirementResult, Verdict } from '../result/evaluation.ts'
import { byImportance, decidingFindings, gatingRequirements, rowsLeftOut } from '../result/reading.ts'
import { exampleWords, findingTitle } from './findings.ts'
import { countOf, writtenText } from './numbers.ts'
import { requirementSentence, supportWords, type Words } from './requirements.ts'
import { reportStyle, type Style } from './style.ts'

/** The part of a result that the verdict's words are made of. */
type Judged = Pick<EvaluationDocument, 'verdict' | 'requirements' | 'splitting' | 'trivial'>

/** The verdict in words. */
export interface VerdictWords {
  verdict: Verdict | 'none'
  /** The verdict itself: "Not good enough". */
  title: string
  /** What it comes from, in a few words: "1 of 6 requirements failed". */
  because: string
}

/** The verdict, and what it comes from. */
export function verdictWords(document: Judged): VerdictWords {
  const { verdict } = document
  const requirements = gatingRequirements(document.requirements)
  const all = requirements.length
  switch (verdict) {
    case 'pass':
      return {
        verdict,
        title: 'Good enough',
        because: all === 1 ? 'the one requirement is met' : `all ${all} requirements are met`,
      }
    case 'fail': {
      const failed = requirements.filter(({ outcome }) => outcome === 'fail').length
      return { verdict, title: 'Not good enough', because: `${failed} of ${countOf(all, 'requirement')} failed` }
    }
    case 'undecided':
      return { verdict, title: 'Undecided', because: undecidedWords(requirements, document) }
    case null:
      return { verdict: 'none', title: 'Measured, not judged', because: 'no policy was given' }
  }
}

/** The verdict in one sentence: "Not good enough: 1 of 6 requirements failed." */
export function headline(document: Judged): string {
  const { title, because } = verdictWords(document)
  return `${title}: ${because}.`
}

function undecidedWords(requirements: RequirementResult[], { splitting, trivial }: Judged): string {
  const all = requirements.length
  if (all === 0) return 'no requirement that counts could be judged'
  const open = requirements.filter(({ outcome }) => outcome === 'undecided')
  if (open.length === 0 && decidingFindings(splitting).length === 0 && trivial !== undefined)
    return `${trivial.message[0].toLowerCase()}${trivial.message.slice(1)}`
  if (open.length === 0) {
    const codes = [...new Set(decidingFindings(splitting).map(({ code }) => code))]
    const met = all === 1 ? 'the requirement' : `all ${all} requirements`
    return `the splits are not apart (${codes.map((code) => findingTitle(code).toLowerCase()).join(', ')}), so that meeting ${met} shows nothing`
  }
  if (open.every(({ doubt }) => doubt === 'suspicious_improvement'))
    return 'an improvement too good to be believed unseen'
  if (open.every(({ threshold }) => threshold === 'chosen_here'))
    return 'the threshold was chosen on the rows that judge it, which is never a pass'
  if (open.every(({ doubt }) => doubt === 'too_few_replicates'))
    return 'the bootstrap has too few replicates for the confidence that looks have come to'
  return `${open.length} of ${countOf(all, 'requirement')} cannot be decided on these rows`
}

/** Why the verdict is what it is: a requirement, or a finding about the splits, as a sentence and what it rests on. */
export interface Reason {
  outcome: Verdict
  /** Code of the finding; null of a requirement. */
  finding: string | null
  sentence: Words[]
  support: string
  /** Told, and no part of the verdict. */
  isAdvisory: boolean
}

/**
 * The requirements and the deciding findings as reasons, in order of importance: what failed, then the findings, then
 * what is undecided, then what is met. Reasons that the verdict does not depend on come last, in the same order.
 * @param confidence level of the intervals, such as 0.95
 */
export function reasonsOf(document: EvaluationDocument, confidence: number, style: Style): Reason[] {
  const findings = document.verdict === null ? [] : decidingFindings(document.splitting)
  const reasons: Reason[] = [
    ...findings.map(({ code, message, examples }) => ({
      outcome: 'undecided' as const,
      finding: code,
      sentence: [{ text: findingTitle(code), isStrong: true }, { text: `: ${message}` }],
      support: exampleWords(examples),
      isAdvisory: false,
    })),
    ...document.requirements.map((requirement) => ({
      outcome: requirement.outcome,
      finding: null,
      sentence: requirementSentence(requirement, document.task, style),
      support: supportWords(requirement, document, confidence, style),
      isAdvisory: requirement.advisory === true,
    })),
  ]
  return reasons.toSorted(byImportance)
}

/** "candidate at threshold 0.41 (maximise f1 on validation)", for each model that has one. */
export function thresholdWords({ models }: Pick<EvaluationDocument, 'models'>): string[] {
  return Object.entries(models as Record<string, ModelResult>).flatMap(([name, { threshold }]) =>
    threshold === undefined
      ? []
      : [`${name} at threshold ${threshold.value} (${chosenWords(threshold, reportStyle.text)})`],
  )
}

/** How a threshold came about, and whom it predicts positive where that is nobody or everybody. */
function chosenWords(
  { chosen, predicts }: NonNullable<ModelResult['threshold']>,
  written: (text: string) => string,
): string {
  return written(chosen) + (predicts === undefined ? '' : `: ${predictsWords(predicts)}`)
}

/** "nobody is predicted positive" */
export function predictsWords(predicts: 'nobody' | 'everybody'): string {
  return `${predicts} is predicted positive`
}

/** The policy that a result is judged by. */
export interface JudgedBy {
  fileName: string
  policy: { name: string | null }
  isEdited: boolean
}

/** What a verdict rests on: "12,000 rows of churn.csv, by the policy churn, at threshold 0.50. Task: binary (…)." */
export function basisOf(document: EvaluationDocument, fileNames: string[], by: JudgedBy | null): string {
  const leftOut = rowsLeftOut(document)
  const parts = [
    `${countOf(document.rows, 'row')} of ${fileNames.join(', ')}${leftOut === 0 ? '' : ` (${countOf(leftOut, 'row')} left out)`}`,
    ...(by === null ? [] : [`by the policy ${by.policy.name ?? by.fileName}${by.isEdited ? ' as edited here' : ''}`]),
    ...decisionWords(document.models.candidate, document),
  ]
  return `${parts.join(', ')}. Task: ${document.task} (${document.task_evidence}).`
}

/** How the candidate's decisions came about; nothing where it predicts numbers. */
function decisionWords({ threshold }: ModelResult, { task }: EvaluationDocument): string[] {
  if (threshold !== undefined)
    return [
      `at threshold ${writtenText(threshold.value)}${threshold.chosen === 'fixed' ? '' : ` (${chosenWords(threshold, (text) => text)})`}`,
    ]
  return task === 'binary' ? ['by the classes predicted'] : []
}
