import type { EvaluationDocument, RequirementResult, SplitFindingResult } from '../result/evaluation.ts'
import { decidingFindings, splitNames } from '../result/reading.ts'
import { findingWords } from '../words/findings.ts'
import { readingWords } from '../words/reading.ts'
import { earlierLookLines, looksWords, remarks } from '../words/remarks.ts'
import { boundWords, requirementName } from '../words/requirements.ts'
import { oneLine } from '../words/style.ts'
import { headline, thresholdWords } from '../words/verdict.ts'
import { escaped } from './markup.ts'

/** How a test case says that something is undecided: pipelines that read only JUnit go on over `skipped`, and stop at `failure`. */
export type UndecidedAs = 'skipped' | 'failure'

/** What came of one test case; null where it passed. */
type Result = { element: 'failure' | 'skipped'; type: 'fail' | 'undecided'; message: string } | null

interface TestCase {
  name: string
  result: Result
}

/**
 * The result as JUnit XML: a suite for each split, a test case for each requirement, and one for each finding for which
 * no verdict is a pass; what else is to be said (looks, autonomy, warnings) as the output of the suite that counts. In the
 * form that Jenkins' xUnit plugin checks (junit-10.xsd) and GitLab reads; without times, so that the same result is the
 * same bytes.
 */
export function evaluationJunit(
  document: EvaluationDocument,
  { undecided }: { undecided: UndecidedAs } = { undecided: 'skipped' },
): string {
  const className = document.setup.policy ?? 'good-enough'
  const suites = Object.keys(document.models.candidate.splits).map((split) => ({
    split,
    cases: testCases(document, split, undecided),
  }))
  const all = suites.flatMap(({ cases }) => cases)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escaped(className)}" ${countAttributes(all)}>`,
    ...suites.flatMap(({ split, cases }) => [
      `  <testsuite name="${escaped(split)}" ${countAttributes(cases)} skipped="${countOf(cases, 'skipped')}">`,
      ...properties(document, split),
      ...cases.flatMap((testCase) => testCaseLines(className, testCase)),
      ...(split === splitNames(document)[0]
        ? [
            `    <system-out>${outputLines(document)
              .map((line) => escaped(oneLine(line)))
              .join('\n')}</system-out>`,
          ]
        : []),
      '  </testsuite>',
    ]),
    '</testsuites>',
    '',
  ].join('\n')
}

function testCases(
  { requirements, splitting, verdict }: EvaluationDocument,
  split: string,
  undecided: UndecidedAs,
): TestCase[] {
  const required = requirements.filter((requirement) => requirement.split === split)
  const found = decidingFindings(splitting).filter(({ splits }) => splits.at(-1) === split)
  return withDistinctNames([
    ...required.map((requirement) => ({
      name: requirementName(requirement),
      detail: boundWords(requirement),
      result: requirementResult(requirement, undecided),
    })),
    ...found.map((finding) => ({
      name: findingName(finding),
      detail: finding.message,
      result: undecidedAs(undecided, findingWords(finding, verdict)),
    })),
  ])
}

/** What does not count stops no pipeline: it is skipped, with what came of it. */
function requirementResult({ outcome, reason, advisory }: RequirementResult, undecided: UndecidedAs): Result {
  if (advisory === true)
    return outcome === 'pass' ? null : { element: 'skipped', type: outcome, message: `does not count: ${reason}` }
  if (outcome === 'undecided') return undecidedAs(undecided, reason)
  return outcome === 'fail' ? { element: 'failure', type: 'fail', message: reason } : null
}

function undecidedAs(element: UndecidedAs, message: string): Result {
  return { element, type: 'undecided', message }
}

/** "splits are apart: shared_id, train and test" */
function findingName({ code, splits }: SplitFindingResult): string {
  return `splits are apart: ${code}, ${splits.join(' and ')}`
}

/** Readers take cases of one name for one case: those get what else tells them apart. */
function withDistinctNames(cases: (TestCase & { detail: string })[]): TestCase[] {
  const counts = new Map<string, number>()
  for (const { name } of cases) counts.set(name, (counts.get(name) ?? 0) + 1)
  return cases.map(({ name, detail, result }) => ({
    name: counts.get(name)! > 1 ? `${name}, ${detail}` : name,
    result,
  }))
}

function testCaseLines(className: string, { name, result }: TestCase): string[] {
  const open = `    <testcase name="${escaped(name)}" classname="${escaped(className)}"`
  if (result === null) return [`${open}/>`]
  const { element, type, message } = result
  // Some readers show the message, others the text.
  return [
    `${open}>`,
    `      <${element} type="${type}" message="${escaped(message)}">${escaped(message)}</${element}>`,
    '    </testcase>',
  ]
}

/** What the other reports say around the requirements, a line each. */
function outputLines(document: EvaluationDocument): string[] {
  const { looks, splitting, warnings, verdict } = document
  return [
    headline(document),
    ...remarks(document),
    ...(looks === null ? [] : [looksWords(looks)!]),
    ...earlierLookLines(looks).map((line) => `  ${line}`),
    ...(splitting?.findings ?? []).map((finding) => `${finding.code}: ${findingWords(finding, verdict)}`),
    ...warnings.map(({ code, message }) => `${code}: ${message}`),
  ]
}

function properties(document: EvaluationDocument, split: string): string[] {
  const { looks, autonomy, setup } = document
  const reading = readingWords(setup.reading)
  const all = {
    verdict: document.verdict ?? 'none',
    task: document.task,
    rows: document.models.candidate.splits[split].rows,
    thresholds: thresholdWords(document).join('; '),
    confidence: setup.confidence,
    ...(reading.length === 0 ? {} : { reading: oneLine(reading.join('; ')) }),
    ...(looks === null ? {} : { look: looks.number ?? 'not counted' }),
    ...(autonomy === undefined ? {} : { autonomy: `level ${autonomy.level} of ${autonomy.of}: ${autonomy.standing}` }),
    sha256: document.sha256,
  }
  const lines = Object.entries(all).map(
    ([name, value]) => `      <property name="${name}" value="${escaped(String(value))}"/>`,
  )
  return ['    <properties>', ...lines, '    </properties>']
}

function countAttributes(cases: TestCase[]): string {
  return `tests="${cases.length}" failures="${countOf(cases, 'failure')}" errors="0"`
}

function countOf(cases: TestCase[], element: UndecidedAs): number {
  return cases.filter(({ result }) => result?.element === element).length
}
