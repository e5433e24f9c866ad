export function serveFolder(
  folder: string,
  options?: { port?: number; base?: string; onRequest?: (line: string) => void },
): Promise<{ url: string; close: () => Promise<void> }>
