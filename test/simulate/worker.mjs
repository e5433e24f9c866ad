// A worker of the pool: loads the simulation that was built, then answers one task after another.
import { parentPort, workerData } from 'node:worker_threads'

const { ratesOf, simulate, truthOf } = await import(workerData.url)

parentPort.on('message', async ({ job, rateJob, truth, truthOfWorld }) => {
  if (rateJob !== undefined) parentPort.postMessage(await ratesOf(rateJob))
  else parentPort.postMessage(job === undefined ? await truthOf(truthOfWorld) : await simulate(job, truth))
})
