export function assemble(
  template: string,
  parts: { style: string; scripts: [string, string]; blocks: { id: string; code: string }[] },
): string
