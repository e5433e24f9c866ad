import { mount } from 'svelte'
import './app.css'
import './print.css'
import App from './App.svelte'
import { engineClient } from '../../worker/client.ts'
import { browserStore, engineAsked, onceIdle, workersOf } from './browser.ts'
import { PageState } from './page-state.svelte.ts'
import { RememberedSetups } from '../setup/remembered-setups.svelte.ts'

/** In a task of its own, as reading this script was one; before the second script is read, where browsers know what is urgent. */
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
