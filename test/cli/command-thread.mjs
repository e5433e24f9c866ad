// Hands runs of the command to a process that stays, while the thread of the tests waits for each.
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'

const { program, port, done } = workerData
const host = fork(fileURLToPath(new URL('./command-host.mjs', import.meta.url)), [program], {
  stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
})
const asked = []
let isReady = false

parentPort.on('message', (run) => {
  if (isReady) host.send(run)
  else asked.push(run)
})
host.on('message', (answer) => {
  if (answer === 'ready') {
    isReady = true
    for (const run of asked.splice(0)) host.send(run)
  } else {
    tell(answer)
  }
})
host.on('exit', (status, signal) => tell({ error: `the process of the command ended: ${status ?? signal}` }))

function tell(answer) {
  port.postMessage(answer)
  Atomics.store(done, 0, 1)
  Atomics.notify(done, 0)
}
