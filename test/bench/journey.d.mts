import type { BrowserContext } from 'playwright-core'

export const longTaskMs: number

export interface Journey {
  steps: { name: string; ms: number; longTasks: number[] }[]
  frames: { medianMs: number; worstMs: number; perSecond: number } | null
}

export function watchJourney(context: BrowserContext, address: string, paths: string[]): Promise<Journey>
export function journeyLines(journey: Journey): string[]
