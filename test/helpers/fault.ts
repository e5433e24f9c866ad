import { InputError, type Fault } from '../../src/table/input-error.ts'

/** What an InputError says: its code, and its one sentence of place, found, expected and remedy. */
export interface Refusal {
  code: Fault['code']
  message: string
}

/** The InputError that a function throws, or an error of the test where it throws none. */
export function refusalOf(work: () => unknown): Refusal {
  try {
    work()
  } catch (error) {
    return refusal(error)
  }
  throw new Error('nothing was refused')
}

/** The InputError that a promise is rejected with. */
export async function rejectionOf(work: Promise<unknown>): Promise<Refusal> {
  return work.then(
    () => {
      throw new Error('nothing was refused')
    },
    (error: unknown) => refusal(error),
  )
}

function refusal(error: unknown): Refusal {
  if (!(error instanceof InputError)) throw error
  return { code: error.fault.code, message: error.message }
}
