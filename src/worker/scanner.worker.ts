import { expose, type Endpoint } from 'comlink'
import { openBlobPart } from '../csv/source.ts'
import { serveScanner } from './scanner.ts'

/** Serves the port that the page hands over; its other end is at the engine. */
export interface ScannerHost {
  serve(port: Endpoint): void
}

const host: ScannerHost = { serve: (port) => serveScanner(port, openBlobPart) }
expose(host)
