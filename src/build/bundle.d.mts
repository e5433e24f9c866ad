export function bundle(entry: string, options: { version: string }): Promise<{ script: string; style: string; modules: string[] }>
