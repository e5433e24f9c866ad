export function predictionsFile(
  folder: string,
  rowCount: number,
  seed: number,
  options?: { isSliced?: boolean },
): { path: string; byteLength: number }
