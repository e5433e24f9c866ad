// A worker of the pool: loads the simulation that was built, then answers one task after another.
import { parentPort, workerData } from 'node:worker_threads'

const { simulate, truthOf } = await import(workerData.url)

parentPort.on('message', async ({ job, truth, truthOfWorld }) => {
  parentPort.postMessage(job === undefined ? await truthOf(truthOfWorld) : await simulate(job, truth))
})
