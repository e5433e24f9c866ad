export function buildPage(options: { outDir?: string; version: string }): Promise<void>
