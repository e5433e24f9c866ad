export function bundle(entry: string, options: { version: string }): Promise<string>
export function bundleTwo(
  entries: [first: string, second: string],
  options: { version: string },
): Promise<{ scripts: [string, string]; style: string; modules: [string[], string[]] }>
