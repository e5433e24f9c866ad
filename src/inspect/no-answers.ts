import { plainReading } from '../dataset/reading.ts'
import type { Answers } from './inspection.ts'

/** Nothing has been said. */
export const noAnswers: Answers = {
  roles: {},
  task: null,
  reading: plainReading,
  invalidRows: 'refuse',
  hasThreshold: false,
  hasSplitRule: false,
}
