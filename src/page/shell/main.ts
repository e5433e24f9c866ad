import { mount } from 'svelte'
import './app.css'
import './print.css'
import App from './App.svelte'
import { engineClient } from '../../worker/client.ts'
import { engineAsked } from './address.ts'
import { browserStore } from './browser-store.ts'
import { Desk } from './desk.svelte.ts'
import { Memory } from '../setup/memory.svelte.ts'
import { onceIdle } from './idle.ts'
import { workersOf } from './worker-blocks.ts'

/** In a task of its own, as reading this script was one; before the second script is read, where browsers know what is urgent. */
function soon(work: () => void): void {
  if (globalThis.scheduler === undefined) setTimeout(work)
  else void scheduler.postTask(work, { priority: 'user-blocking' })
}

soon(() => {
  const client = engineClient(workersOf(document))
  const desk = new Desk(client, engineAsked(location.search), new Memory(browserStore()))
  mount(App, { target: document.getElementById('app')!, props: { desk } })
  onceIdle(() => client.prepare())
})
