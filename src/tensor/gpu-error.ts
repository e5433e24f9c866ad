/**
 * The GPU gave no answer that can be used: its device was `lost` (another may be had), it reported a `fault` (memory,
 * validation), or it gave `wrong` numbers. Never the user's doing, so never shown as an error: the CPU takes over.
 */
export class GpuError extends Error {
  readonly kind: 'lost' | 'fault' | 'wrong'

  constructor(kind: GpuError['kind'], message: string) {
    super(message)
    this.name = 'GpuError'
    this.kind = kind
  }
}
