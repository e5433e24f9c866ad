import type Loaded from './Loaded.svelte'

/** What the page's second script brings, which arrives behind the first: all that is shown once there are files. */
export type SecondPart = typeof Loaded

let arrive: (part: SecondPart) => void

export const secondPart: Promise<SecondPart> = new Promise((resolve) => {
  arrive = resolve
})

export function handOver(part: SecondPart): void {
  arrive(part)
}
