import { wrap, type Remote } from 'comlink'

/** The programs that run as workers. */
export type WorkerName = 'engine' | 'scanner'

/** Starts one; where its code is, is the page's business. */
export type StartWorker = (name: WorkerName) => Promise<Worker>

/** A worker and what it is asked by, kept together: comlink releases a worker whose remote is collected as garbage. */
export interface Staff<Service> {
  worker: Worker
  remote: Remote<Service>
}

export async function staffOf<Service>(starting: Promise<Worker>): Promise<Staff<Service>> {
  const worker = await starting
  return { worker, remote: wrap<Service>(worker) }
}
