/** Three significant digits: a policy is read by people. */
export function rounded(value: number): number {
  return Number(value.toPrecision(3))
}
