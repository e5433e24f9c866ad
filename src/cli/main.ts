import { isMainThread, workerData } from 'node:worker_threads'
import { localScanner } from '../csv/scanner.ts'
import { serveThread } from '../worker/thread.ts'
import { command } from './command.ts'
import { openPathPart } from './files.ts'

// For programs that run it several times.
export { command }

if (isMainThread) {
  // A reader that has gone (`| head`) is no error of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) =>
    process.exit(error.code === 'EPIPE' ? process.exitCode : 3),
  )
  process.exitCode = await command(process.argv.slice(2))
} else {
  serveThread(workerData.port, localScanner(openPathPart))
}
