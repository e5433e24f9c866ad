import type { Engine } from '../../tally/kernels.ts'
import type { StartWorker, WorkerName } from '../../worker/workers.ts'
import type { Store } from '../setup/remembered-setups.svelte.ts'
import type Workspace from './Workspace.svelte'

/** The engine that the page's address asks for (`?engine=cpu`, `?engine=webgpu`); anything else is "auto". */
export function engineAsked(search: string): 'auto' | Engine {
  const asked = new URLSearchParams(search).get('engine')
  return asked === 'cpu' || asked === 'webgpu' ? asked : 'auto'
}

/** The browser's `localStorage`; null where it is not available. */
export function browserStore(): Store | null {
  try {
    return localStorage
  } catch {
    return null
  }
}

/** Runs work once the page has been painted and is idle, after a second at the latest. */
export function onceIdle(work: () => void): void {
  requestAnimationFrame(() => {
    setTimeout(() => ('requestIdleCallback' in globalThis ? requestIdleCallback(work, { timeout: 1000 }) : work()))
  })
}

/**
 * Workers made of what the page holds: the code of each lies behind the page's own script, in a block of its own that
 * nothing runs (`src/build/assemble.mjs`). While the page still arrives, waits for it.
 */
export function workersOf(page: Document): StartWorker {
  const addresses = new Map<WorkerName, string>()
  return async (name) => {
    await whole(page)
    const address = addresses.get(name) ?? addressOf(page, name)
    addresses.set(name, address)
    return new Worker(address, { name })
  }
}

/** The blocks of code that each worker is made of. */
const blocksOf: Record<WorkerName, string[]> = {
  engine: ['engine-worker'],
  'engine-with-readers': ['engine-worker', 'readers-part'],
  scanner: ['scanner-worker'],
}

function addressOf(page: Document, name: WorkerName): string {
  const code = blocksOf[name].map((id) => {
    const text = page.getElementById(id)?.textContent
    if (text === undefined) throw new Error(`This page came without its ${name}: load it again.`)
    return text
  })
  return URL.createObjectURL(new Blob([code.join('\n')], { type: 'text/javascript' }))
}

async function whole(page: Document): Promise<void> {
  if (page.readyState !== 'loading') return
  await new Promise((resolve) => page.addEventListener('DOMContentLoaded', resolve, { once: true }))
}

/** The component of the page's second script, which loads after the first: everything that is shown once there are files. */
export type WorkspaceComponent = typeof Workspace

let arrive: (part: WorkspaceComponent) => void

/** Resolves once the second script has run. */
export const secondScript: Promise<WorkspaceComponent> = new Promise((resolve) => {
  arrive = resolve
})

/** To be called by the second script, once, with its component. */
export function resolveSecondScript(part: WorkspaceComponent): void {
  arrive(part)
}
