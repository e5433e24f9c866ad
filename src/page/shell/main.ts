import { mount } from 'svelte'
import './app.css'
import './print.css'
import App from './App.svelte'
import { engineClient } from '../../worker/client.ts'
import { browserStore, engineAsked, onceIdle, workersOf } from './browser.ts'
import { PageState } from './page-state.svelte.ts'
import { RememberedSetups } from '../setup/remembered-setups.svelte.ts'

declare global {
  /** The version in package.json, which the build writes in. */
  const __VERSION__: string
}

/** Runs work in a task of its own, so that no task takes long, and before the second script is read where the browser knows priorities. */
function soon(work: () => void): void {
  if (globalThis.scheduler === undefined) setTimeout(work)
  else void scheduler.postTask(work, { priority: 'user-blocking' })
}

soon(() => {
  const client = engineClient(workersOf(document))
  const page = new PageState(client, engineAsked(location.search), new RememberedSetups(browserStore()))
  mount(App, { target: document.getElementById('app')!, props: { page } })
  onceIdle(() => client.prepare())
})
