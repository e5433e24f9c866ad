import { availableParallelism, cpus, loadavg } from 'node:os'

/** What measures, in one line: cores and processor, the programs that take part, and how busy the machine is. */
export function machineLine(...programs) {
  return [`${availableParallelism()} cores (${cpus()[0].model.trim()})`, ...programs, `load ${load()}`].join(', ')
}

/** Processes that ran or waited in the last minute, on average. */
export function load() {
  return loadavg()[0].toFixed(1)
}
