import { commonWays, type Way } from '../../worker/lock.ts'

/** Ways that a page's script could send something: those of workers, and two that only pages have. */
export const pageWays: Way[] = [
  ...commonWays,
  { name: 'sendBeacon', send: (address) => navigator.sendBeacon(address, 'test') },
  { name: 'image', send: (address) => (new Image().src = address) },
]

/** The copy of this page's file that the browser keeps for opening it offline; null where it keeps none. */
export async function keptCopy(): Promise<Blob | null> {
  try {
    const response = await caches.match(new URL('./', location.href))
    return response === undefined ? null : await response.blob()
  } catch {
    return null // opened from disk, or where browsers have no caches for pages
  }
}

/** SHA-256 in hexadecimal digits, as `sha256sum` prints it. */
export async function sha256(blob: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer())
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
