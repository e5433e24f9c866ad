import type { HashRule, SplitRule } from './rule.ts'

/** A rule in words: "by hash: MOD(ABS(FARM_FINGERPRINT(customer)), 10), train 0 to 7, validation 8, test 9". */
export function ruleText(rule: SplitRule): string {
  switch (rule.by) {
    case 'hash':
      return `by hash: ${bucketText(rule)}`
    case 'random':
      return `at random, ${orderText(rule.key, rule.seed)}: ${sharesText(rule)}`
    case 'stratified':
      return `at random within each ${rule.strata.join(' and ')}, ${orderText(rule.key, rule.seed)}: ${sharesText(rule)}`
    case 'group':
      return `by whole groups of ${rule.group}, ${orderText(rule.group, rule.seed)}: ${sharesText(rule)}`
    case 'time':
      return rule.starts === null
        ? `by time, the earliest ${rule.time} first: ${sharesText(rule)}`
        : `by time: ${rule.starts.map((start, i) => `${rule.parts[i + 1].name} from ${rule.time} ${start}`).join(', ')}`
  }
}

function bucketText({ key, hash, seed, parts }: HashRule): string {
  const total = parts.reduce((sum, { share }) => sum + share, 0)
  const hashed = seed === null ? key : `"${seed}:" + ${key}`
  const bucket =
    hash === 'farm_fingerprint'
      ? `MOD(ABS(FARM_FINGERPRINT(${hashed})), ${total})`
      : `SHA-256 of ${hashed} modulo ${total}`
  const starts = parts.map((_, i) => parts.slice(0, i).reduce((sum, { share }) => sum + share, 0))
  const ranges = parts.map(
    ({ name, share }, i) => `${name} ${share === 1 ? starts[i] : `${starts[i]} to ${starts[i] + share - 1}`}`,
  )
  return [bucket, ...ranges].join(', ')
}

function orderText(key: string | null, seed: number): string {
  return key === null ? `seed ${seed}` : `in the order of SHA-256 of "${seed}:" + ${key}`
}

function sharesText({ parts }: SplitRule): string {
  return parts.map(({ name, share }) => `${name} ${share}`).join(', ')
}
