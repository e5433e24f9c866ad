import type { SplitRule } from '../split/rule.ts'

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
