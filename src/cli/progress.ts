/** One line of standard error that is written over; nothing where that is no terminal. */
export interface ProgressLine {
  show(what: string, rowCount: number, bytesRead: number | null): void
  clear(): void
}

const leastMs = 100

export function terminalProgress(): ProgressLine {
  if (!process.stderr.isTTY) return { show: () => undefined, clear: () => undefined }
  let shownAt = 0
  return {
    show(what, rowCount, bytesRead) {
      if (Date.now() - shownAt < leastMs) return
      shownAt = Date.now()
      const bytes = bytesRead === null ? '' : `, ${(bytesRead / 1e6).toFixed(1)} MB`
      process.stderr.write(`\r\u001b[K${what}: ${rowCount.toLocaleString('en')} rows${bytes}`)
    },
    clear: () => process.stderr.write('\r\u001b[K'),
  }
}
