/** Does what can wait once the page has been painted and nothing else is to be done, after a second at the latest. */
export function onceIdle(work: () => void): void {
  requestAnimationFrame(() => {
    setTimeout(() => ('requestIdleCallback' in globalThis ? requestIdleCallback(work, { timeout: 1000 }) : work()))
  })
}
