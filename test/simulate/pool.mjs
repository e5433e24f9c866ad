import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'

/**
 * Gives every task to the next worker that is free, in their order.
 * @param url of the built simulation
 * @param onAnswer given a task, its answer and how many tasks are left
 */
export async function runTasks(url, tasks, onAnswer) {
  const queue = [...tasks]
  let left = tasks.length
  const work = () =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL('./worker.mjs', import.meta.url), { workerData: { url } })
      let task
      const next = () => {
        task = queue.shift()
        if (task === undefined) return worker.terminate().then(resolve, reject)
        worker.postMessage(task)
      }
      worker.on('error', reject)
      worker.on('message', (answer) => {
        onAnswer(task, answer, --left)
        next()
      })
      next()
    })
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), tasks.length) }, work))
}
