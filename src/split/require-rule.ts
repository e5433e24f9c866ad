import { InputError, type Place } from '../table/input-error.ts'
import type { RuleRows } from './assignment.ts'
import { gapName, mostBuckets, type HashRule, type SplitRule, type TimeRule } from './rule.ts'
import { parseTime } from './time.ts'

/** A part of a rule that a user writes. */
export type RuleField = 'parts' | 'key' | 'group' | 'strata' | 'time' | 'starts' | 'gap' | 'seed'

/** Gives the place where the user wrote a field of the rule, for errors. */
export type RulePlace = (field: RuleField) => Place

/** The most parts: one byte numbers the parts, and the gap after them. */
const mostParts = 255

/** Throws InputError where a rule cannot be followed on any rows. */
export function requireRule(rule: SplitRule, placeOf: RulePlace): void {
  requireParts(rule, placeOf('parts'))
  if (rule.by === 'hash') requireBuckets(rule, placeOf('parts'))
  if (rule.by === 'time') requireTimes(rule, placeOf)
  else if (rule.seed !== null && !Number.isSafeInteger(rule.seed)) {
    throw new InputError({
      code: 'seed_not_whole',
      place: placeOf('seed'),
      found: `the seed ${rule.seed}`,
      expected: 'a whole number below 2^53',
      remedy: 'Choose any; the same seed gives the same splits.',
    })
  }
}

/** Throws InputError where the rows lack a column that the rule goes by. */
export function requireColumns(rule: SplitRule, rows: RuleRows, placeOf: RulePlace): void {
  const require = (field: 'key' | 'group' | 'strata' | 'time', column: unknown, wanted: string) => {
    if (column !== null) return
    throw new InputError({
      code: `no_${field}`,
      place: placeOf(field),
      found: `no ${field} for splits by ${rule.by}`,
      expected: wanted,
      remedy: 'Name the column.',
    })
  }
  if (rule.by === 'hash') require('key', rows.keys, 'the column whose hash decides')
  if (rule.by === 'group') require('group', rows.keys, 'the column of what stays together')
  if (rule.by === 'stratified') require('strata', rows.strata, 'the columns whose values each split is to have alike')
  if (rule.by === 'time') require('time', rows.times, 'the column of times')
  if ((rule.by === 'random' || rule.by === 'stratified') && rule.key !== null)
    require('key', rows.keys, `the column ${JSON.stringify(rule.key)}`)
}

function requireParts({ parts, by }: SplitRule, place: Place): void {
  const fault = (code: string, found: string, expected: string, remedy: string) =>
    new InputError({ code, place, found, expected, remedy })
  if (parts.length < 2)
    throw fault(
      'too_few_splits',
      `${parts.length === 1 ? 'one split' : 'no splits'}`,
      'two or more',
      'Name what else the rows are to be split into.',
    )
  if (parts.length > mostParts)
    throw fault('too_many_splits', `${parts.length} splits`, `${mostParts} at most`, 'Name fewer.')
  for (const { name, share } of parts) {
    if (!(share > 0 && share < Infinity))
      throw fault(
        'share_not_positive',
        `the share ${share} of ${name}`,
        'a number above 0',
        'Leave out a split that is to have no rows.',
      )
    if (parts.filter((other) => other.name === name).length > 1)
      throw fault(
        'split_twice',
        `the split ${JSON.stringify(name)} twice`,
        'a name of its own for each',
        'Name them apart.',
      )
    if (by === 'time' && name === gapName)
      throw fault(
        'split_named_gap',
        `a split named ${gapName}`,
        'another name: it is that of rows in a gap',
        'Name it otherwise.',
      )
  }
}

function requireBuckets({ parts }: HashRule, place: Place): void {
  const odd = parts.find(({ share }) => !Number.isInteger(share))
  if (odd !== undefined) {
    throw new InputError({
      code: 'share_not_whole',
      place,
      found: `the share ${odd.share} of ${odd.name}`,
      expected: 'a whole number of buckets, as splits are by hash',
      remedy: 'Write the shares as whole numbers: 70, 15 and 15 for 0.7, 0.15 and 0.15.',
    })
  }
  const bucketCount = parts.reduce((sum, { share }) => sum + share, 0)
  if (bucketCount > mostBuckets) {
    throw new InputError({
      code: 'too_many_buckets',
      place,
      found: `shares that come to ${bucketCount} buckets`,
      expected: `${mostBuckets} at most`,
      remedy: 'Divide all of them by a common factor.',
    })
  }
}

function requireTimes({ parts, starts, gapMs }: TimeRule, placeOf: RulePlace): void {
  const fault = (code: string, field: 'starts' | 'gap', found: string, expected: string, remedy: string) =>
    new InputError({ code, place: placeOf(field), found, expected, remedy })
  if (!(gapMs >= 0 && gapMs < Infinity))
    throw fault('gap_not_positive', 'gap', `a gap of ${gapMs}`, 'a duration of 0 or more', 'Write one such as 7d.')
  if (starts === null) return
  if (starts.length !== parts.length - 1) {
    throw fault(
      'wrong_number_of_starts',
      'starts',
      `${starts.length} starts of ${parts.length} splits`,
      `${parts.length - 1}, one for each split but the first`,
      'Say when each begins.',
    )
  }
  const parsed = starts.map((start) => parseTime(start))
  parsed.forEach((start, i) => {
    const found = JSON.stringify(starts[i])
    if (start === null)
      throw fault(
        'not_a_time',
        'starts',
        found,
        'a date such as 2024-01-31, with a time or without, or a plain number',
        'Write it as the file writes its times.',
      )
    if (i === 0) return
    const [last, previous] = [parsed[i - 1]!, JSON.stringify(starts[i - 1])]
    if (start.kind !== last.kind)
      throw fault(
        'starts_of_two_kinds',
        'starts',
        `${found} after ${previous}`,
        'only dates, or only numbers',
        'Write them as the file writes its times.',
      )
    if (!(start.time > last.time))
      throw fault(
        'starts_not_ascending',
        'starts',
        `${found} after ${previous}`,
        'a later time',
        'Put the starts in the order of the splits.',
      )
  })
}
