import { transfer, wrap, type Endpoint, type Remote } from 'comlink'
import type { ScannerHost } from '../../../src/worker/scanner.worker.ts'
import ScannerWorker from '../../../src/worker/scanner.worker.ts?worker&inline'
import type { Contender, Outcome } from './contender.ts'
import type { OursService } from './ours.worker.ts'
import OursWorker from './ours.worker.ts?worker'

/** The project's reader (`read`) or the whole of its work (`evaluate`), with its scanners in workers as in its page. */
export function ours(stage: 'read' | 'evaluate'): Contender {
  let remote: Remote<OursService>
  const run = async (file: File, ports: MessagePort[]): Promise<Outcome> =>
    remote[stage](file, transfer(ports, ports) as unknown as Endpoint[])
  let ports: MessagePort[] = []
  return {
    async prepare() {
      remote = wrap<OursService>(new OursWorker())
      ports = await scannerPorts()
      await remote.ready()
    },
    run: (file) => run(file, ports),
  }
}

/** As many scanners as `src/worker/workers.ts` prepares for a large file, as warm, each at the far end of a port. */
async function scannerPorts(): Promise<MessagePort[]> {
  const count = Math.min(8, Math.max(1, navigator.hardwareConcurrency ?? 2))
  return Promise.all(
    Array.from({ length: count }, async () => {
      const { port1, port2 } = new MessageChannel()
      const host = wrap<ScannerHost>(new ScannerWorker())
      await Promise.all([host.warm(), host.serve(transfer(port1, [port1]) as unknown as Endpoint)])
      return port2
    }),
  )
}
