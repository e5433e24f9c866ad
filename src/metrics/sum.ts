/**
 * Compensated sum (Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen", 1974): the
 * rounding errors are added up beside the sum. While every term is an integer below 2^53 and the sum below 2^79, total
 * and errors together are exact, so that the result does not depend on the order of the terms.
 */
export class CompensatedSum {
  private total = 0
  private errors = 0

  add(term: number): void {
    const next = this.total + term
    this.errors += Math.abs(this.total) >= Math.abs(term) ? this.total - next + term : term - next + this.total
    this.total = next
  }

  get value(): number {
    return this.total + this.errors
  }
}
