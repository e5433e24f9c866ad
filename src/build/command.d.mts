/** Builds the command: `dist/cli.js` in `outDir`. */
export function buildCommand(options: { outDir?: string; version: string }): Promise<void>
