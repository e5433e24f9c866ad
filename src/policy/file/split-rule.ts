import type { Roles } from '../../dataset/roles.ts'
import type { SplitRuleFile } from './schema.ts'
import { foldParts, namedParts, type Part, type SplitRule } from '../../split/rule.ts'
import { hasUnit, parseDuration } from '../../split/time.ts'

/** What a policy's `split:` says that is no rule: the key that is wrong, what is there and what should be. */
export interface SplitRuleFault {
  key: string
  found: string
  expected: string
}

type Key = keyof SplitRuleFile

const shares: Key[] = ['train', 'validation', 'test']
const keysOf: Record<SplitRuleFile['by'], Key[]> = {
  random: ['key', 'seed', ...shares, 'folds'],
  stratified: ['key', 'strata', 'seed', ...shares, 'folds'],
  group: ['group', 'seed', ...shares, 'folds'],
  time: ['time', ...shares, 'validation_from', 'test_from', 'gap'],
  hash: ['key', 'hash', 'seed', ...shares, 'folds'],
}

const usualSeed = 1

/** The rule that a `split:` block means; what it does not name is what the policy's columns name. */
export function splitRuleOf(file: SplitRuleFile, columns: Partial<Roles>): SplitRule | SplitRuleFault {
  const foreign = (Object.keys(file) as Key[]).find((key) => key !== 'by' && !keysOf[file.by].includes(key))
  if (foreign !== undefined)
    return {
      key: foreign,
      found: `${foreign} in a split by ${file.by}`,
      expected: `by ${file.by}: ${keysOf[file.by].join(', ')}`,
    }
  const parts = partsOf(file)
  if (!Array.isArray(parts)) return parts
  const { seed = usualSeed, key = null } = file
  const missing = (name: Key, expected: string): SplitRuleFault => ({ key: name, found: 'nothing', expected })
  switch (file.by) {
    case 'random':
      return { by: 'random', key, seed, parts }
    case 'stratified': {
      const strata = file.strata ?? (columns.label === undefined ? null : [columns.label])
      return strata === null
        ? missing('strata', 'the columns whose values each split is to have alike, such as [churned]')
        : { by: 'stratified', key, strata, seed, parts }
    }
    case 'group': {
      const group = file.group ?? columns.group ?? null
      return group === null
        ? missing('group', 'the column of what stays together')
        : { by: 'group', group, seed, parts }
    }
    case 'hash': {
      if (key === null) return missing('key', 'the column whose hash decides')
      const odd = parts.find(({ share }) => !Number.isInteger(share))
      if (odd !== undefined) return { key: odd.name, found: String(odd.share), expected: 'a whole number of buckets' }
      return { by: 'hash', key, hash: file.hash ?? 'farm_fingerprint', seed: file.seed ?? null, parts }
    }
    case 'time':
      return timeRule(file, columns.time ?? null, parts)
  }
}

function partsOf(file: SplitRuleFile): Part[] | SplitRuleFault {
  const { folds, train, validation, test } = file
  const isShared = train !== undefined || validation !== undefined || test !== undefined
  if (folds !== undefined) {
    return isShared
      ? { key: 'folds', found: 'folds and shares of train, validation or test', expected: 'either' }
      : foldParts(folds)
  }
  if (file.validation_from !== undefined || file.test_from !== undefined) {
    if (isShared)
      return {
        key: file.test_from === undefined ? 'validation_from' : 'test_from',
        found: 'when a split begins, and shares',
        expected: 'either',
      }
    return [
      { name: 'train', share: 1 },
      ...(file.validation_from === undefined ? [] : [{ name: 'validation', share: 1 }]),
      ...(file.test_from === undefined ? [] : [{ name: 'test', share: 1 }]),
    ]
  }
  const parts = namedParts({ train, validation, test })
  return parts.length < 2
    ? { key: parts[0].name, found: `${parts[0].name} alone`, expected: 'two splits or three' }
    : parts
}

function timeRule(file: SplitRuleFile, ofColumns: string | null, parts: Part[]): SplitRule | SplitRuleFault {
  const time = file.time ?? ofColumns
  if (time === null) return { key: 'time', found: 'nothing', expected: 'the column of times' }
  const starts = [file.validation_from, file.test_from].flatMap((start) => (start === undefined ? [] : [String(start)]))
  const gapMs = file.gap === undefined ? 0 : parseDuration(String(file.gap))
  if (gapMs === null)
    return { key: 'gap', found: JSON.stringify(file.gap), expected: 'a duration such as 7d, 12h, 30m or 15s' }
  const isGapTimed = gapMs > 0 && hasUnit(String(file.gap))
  return {
    by: 'time',
    time,
    parts,
    starts: starts.length === 0 ? null : starts,
    gapMs,
    ...(isGapTimed ? { isGapTimed } : {}),
  }
}

/** A rule as a policy's `split:` block writes it, whole. */
export function ruleResult(rule: SplitRule): Record<string, unknown> {
  const { by, parts } = rule
  const shares =
    rule.by === 'time' && rule.starts !== null
      ? Object.fromEntries(rule.starts.map((start, i) => [`${parts[i + 1].name}_from`, start]))
      : parts[0].name === 'fold_1'
        ? { folds: parts.length }
        : Object.fromEntries(parts.map(({ name, share }) => [name, share]))
  switch (rule.by) {
    case 'random':
      return { by, ...(rule.key === null ? {} : { key: rule.key }), seed: rule.seed, ...shares }
    case 'stratified':
      return { by, ...(rule.key === null ? {} : { key: rule.key }), strata: rule.strata, seed: rule.seed, ...shares }
    case 'group':
      return { by, group: rule.group, seed: rule.seed, ...shares }
    case 'time':
      return { by, time: rule.time, ...shares, ...(rule.gapMs === 0 ? {} : { gap: durationText(rule.gapMs) }) }
    case 'hash':
      return { by, key: rule.key, hash: rule.hash, ...(rule.seed === null ? {} : { seed: rule.seed }), ...shares }
  }
}

/** "7d", "36h", "1500" (milliseconds, or the numbers of the file) */
function durationText(gapMs: number): string {
  const units: [string, number][] = [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1000],
  ]
  const [unit, unitMs] = units.find(([, size]) => gapMs % size === 0) ?? ['', 1]
  return `${gapMs / unitMs}${unit}`
}

/** A rule as a policy's `split:` block writes it; null where a policy cannot name or order the splits in that way. */
export function policyBlock(rule: SplitRule): Record<string, unknown> | null {
  const places = rule.parts.map(({ name }) => ['train', 'validation', 'test'].indexOf(name))
  return places.every((place, i) => place > (places[i - 1] ?? -1)) ? ruleResult(rule) : null
}
