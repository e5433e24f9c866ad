import { rmSync } from 'node:fs'
import { constants } from 'node:os'

const paths = new Set<string>()

/** Registers a file that is to be gone when the program ends, however it does, unless it is kept. */
export function temporary(path: string): string {
  if (paths.size === 0) removeAtEnd()
  paths.add(path)
  return path
}

/** The file has been given its place. */
export function keep(path: string): void {
  paths.delete(path)
}

export function remove(path: string): void {
  rmSync(path, { force: true })
  paths.delete(path)
}

let isWatching = false

function removeAtEnd(): void {
  if (isWatching) return
  isWatching = true
  process.on('exit', () => paths.forEach((path) => rmSync(path, { force: true })))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => process.exit(128 + constants.signals[signal]))
}
