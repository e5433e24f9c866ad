import type Workspace from './Workspace.svelte'

/** What the page's second script brings, which arrives behind the first: all that is shown once there are files. */
export type WorkspaceComponent = typeof Workspace

let arrive: (part: WorkspaceComponent) => void

export const secondScript: Promise<WorkspaceComponent> = new Promise((resolve) => {
  arrive = resolve
})

export function resolveSecondScript(part: WorkspaceComponent): void {
  arrive(part)
}
