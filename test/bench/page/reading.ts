import { wrap, type Remote } from 'comlink'
import type { Contender } from './contender.ts'
import type { ReadingService } from './reading.worker.ts'
import ReadingWorker from './reading.worker.ts?worker'

/** Reads the file in a worker and looks at nothing: by its stream, or slice by slice. */
export function reading(sliceBytes: number | null): Contender {
  let remote: Remote<ReadingService>
  return {
    async prepare() {
      remote = wrap<ReadingService>(new ReadingWorker())
      await remote.stream(new File(['ready'], 'ready'))
    },
    async run(file) {
      const byteLength = sliceBytes === null ? await remote.stream(file) : await remote.slices(file, sliceBytes)
      return { answers: null, byteLength }
    },
  }
}
