import type { Roles } from '../../dataset/roles.ts'
import { foldParts, namedParts, type Part, type SplitRule } from '../../split/rule.ts'
import { hasUnit, parseDuration } from '../../split/time.ts'
import type { SplitRuleFile } from './schema.ts'

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
