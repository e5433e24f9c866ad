export function assemble(template: string, parts: { style: string; script: string; blocks: { id: string; code: string }[] }): string
