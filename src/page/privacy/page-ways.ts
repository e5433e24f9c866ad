import { commonWays, type Way } from '../../worker/lock.ts'

/** Ways that a page's script could send something: those of workers, and two that only pages have. */
export const pageWays: Way[] = [
  ...commonWays,
  { name: 'sendBeacon', send: (address) => navigator.sendBeacon(address, 'test') },
  { name: 'image', send: (address) => (new Image().src = address) },
]
