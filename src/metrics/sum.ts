/**
 * Compensated sum (Knuth's two-sum; Ogita, Rump & Oishi, SIAM J. Sci. Comput. 2005, "Sum2"): the rounding errors are
 * exact, and are added up beside the sum. While every term is an integer below 2^53 and the sum below 2^79, total
 * and errors together are exact, so that the result does not depend on the order of the terms.
 */
export class CompensatedSum {
  private total = 0
  private errors = 0

  add(term: number): void {
    const next = this.total + term
    const added = next - this.total
    this.errors += this.total - (next - added) + (term - added)
    this.total = next
  }

  get value(): number {
    return this.total + this.errors
  }
}
