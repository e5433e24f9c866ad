import { findOneColumn, type FileHeader } from '../dataset/resolve.ts'
import { sortedDictionary } from '../dataset/slices.ts'
import type { ColumnUse } from '../dataset/plan.ts'
import type { DictionaryColumn, Table, Utf8Column } from '../table/column.ts'
import type { Place } from '../table/input-error.ts'
import type { RuleRows } from './assignment.ts'
import { ruleColumns, type SplitRule } from './rule.ts'
import { parseTimes } from './time.ts'

/** The columns of a rule, as the reader of a file is to decode them: in the order of `ruleColumns`. */
export function ruleUses(rule: SplitRule, header: FileHeader, placeOf: (column: string) => Place): ColumnUse[] {
  return ruleColumns(rule).map((name, i) => {
    const isStratum = rule.by === 'stratified' && i < rule.strata.length
    const { column } = findOneColumn([header], name, placeOf(name))
    return { column, kind: isStratum ? 'dictionary' : 'utf8', allowEmpty: isStratum && i > 0 }
  })
}

/**
 * What a rule goes by, of a table whose first columns answer `ruleUses`.
 * @param placeOf the file's name for the place of a row, for errors of times that cannot be read
 */
export function rowsOfRule(rule: SplitRule, { rowCount, columns }: Table, placeOf: (row: number) => Place): RuleRows {
  const none = { rowCount, keys: null, strata: null, times: null }
  switch (rule.by) {
    case 'random': return { ...none, keys: rule.key === null ? null : columns[0] as Utf8Column }
    case 'stratified': return {
      ...none, keys: rule.key === null ? null : columns[rule.strata.length] as Utf8Column,
      strata: strataOf(rule.strata, columns.slice(0, rule.strata.length) as DictionaryColumn[]),
    }
    case 'time': return { ...none, times: parseTimes(columns[0] as Utf8Column, (row) => ({ ...placeOf(row), column: rule.time })) }
    case 'group':
    case 'hash': return { ...none, keys: columns[0] as Utf8Column }
  }
}

/** Rows that are alike in all columns, numbered in the order of their values: that of the rows leaves no trace. */
function strataOf(names: string[], columns: DictionaryColumn[]): { codes: Uint32Array; names: string[] } {
  const sorted = columns.map(sortedDictionary)
  const wordsOf = (column: number, code: number) => `${names[column]} = ${sorted[column].values[code]}`
  return sorted.slice(1).reduce((strata, { codes, values }, i) => {
    const joint = Float64Array.from(strata.codes, (code, row) => code * values.length + codes[row])
    const used = Float64Array.from(new Set(joint)).sort()
    const codeOf = new Map(Array.from(used, (pair, code) => [pair, code]))
    return {
      codes: Uint32Array.from(joint, (pair) => codeOf.get(pair)!),
      names: Array.from(used, (pair) => `${strata.names[Math.floor(pair / values.length)]}, ${wordsOf(i + 1, pair % values.length)}`),
    }
  }, { codes: sorted[0].codes, names: sorted[0].values.map((_, code) => wordsOf(0, code)) })
}
