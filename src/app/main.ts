import { mount } from 'svelte'
import './app.css'
import App from './App.svelte'
import { engineClient } from '../worker/client.ts'
import { engineAsked } from './address.ts'
import { Desk } from './state/desk.svelte.ts'

const desk = new Desk(onFirstUse(engineClient), engineAsked(location.search))
mount(App, { target: document.getElementById('app')!, props: { desk } })

/** Makes a thing when it is first asked for, and the same one after that. */
function onFirstUse<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}
