import { expose, type Endpoint } from 'comlink'
import { serveScanner } from './scanner.ts'

/** Serves the port that the page hands over; its other end is at the engine. */
export interface ScannerHost {
  serve(port: Endpoint): void
}

const host: ScannerHost = { serve: serveScanner }
expose(host)
