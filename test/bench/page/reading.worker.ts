import { expose } from 'comlink'

/** Merely reads a file. */
const service = {
  async stream(file: File): Promise<number> {
    const reader = file.stream().getReader()
    let byteLength = 0
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return byteLength
      byteLength += value.length
    }
  },

  async slices(file: File, sliceBytes: number): Promise<number> {
    let byteLength = 0
    for (let start = 0; start < file.size; start += sliceBytes) {
      byteLength += (await file.slice(start, start + sliceBytes).arrayBuffer()).byteLength
    }
    return byteLength
  },
}

export type ReadingService = typeof service
expose(service)
