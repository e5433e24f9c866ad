import type Workspace from './Workspace.svelte'

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
