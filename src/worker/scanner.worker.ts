import { expose, type Endpoint } from 'comlink'
import { localScanner, warmUp } from '../csv/scanner.ts'
import { openBlobPart } from '../csv/source.ts'
import { serveThread } from './thread.ts'

/** Serves the ports that the page hands over; their other ends are at engines. */
export interface ScannerHost {
  serve(port: Endpoint): void
  /** Makes the scanner fast before it is needed. */
  warm(): Promise<void>
}

const scanner = localScanner(openBlobPart)
const host: ScannerHost = { serve: (port) => serveThread(port, scanner), warm: () => warmUp(scanner) }
expose(host)
