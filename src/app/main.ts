import { mount } from 'svelte'
import './app.css'
import './print.css'
import App from './App.svelte'
import { engineClient } from '../worker/client.ts'
import { engineAsked } from './address.ts'
import { browserStore } from './browser-store.ts'
import { Desk } from './state/desk.svelte.ts'
import { Memory } from './state/memory.svelte.ts'
import { onceIdle } from './idle.ts'
import { workersOf } from './worker-blocks.ts'

const client = engineClient(workersOf(document))
const desk = new Desk(client, engineAsked(location.search), new Memory(browserStore()))
mount(App, { target: document.getElementById('app')!, props: { desk } })
onceIdle(() => client.prepare())
