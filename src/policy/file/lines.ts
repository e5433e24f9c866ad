const lineWidth = 116

/** A text as comment lines; what would end a line of YAML, as a column's name may, is a blank. */
export function commented(text: string, indent = ''): string[] {
  const lines: string[] = []
  for (const word of text.split(/[\s\p{Cc}]+/u)) {
    const last = lines.at(-1)
    if (last === undefined || last.length + word.length >= lineWidth) lines.push(`${indent}# ${word}`)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines
}

/** A name as YAML: bare where nothing could take it for anything else, else in quotes (JSON's, which are YAML's too). */
export function item(text: string): string {
  const isBare = /^[a-z][\w-]*(\.[\w-]+)*$/i.test(text) && !/^(true|false|null|yes|no|on|off|y|n|nan|inf)$/i.test(text)
  return isBare ? text : JSON.stringify(text)
}

/** A map on one line; what is undefined is left out. */
export function flow(map: object): string {
  const entries = Object.entries(map).filter(([, value]) => value !== undefined)
  return `{${entries.map(([key, value]) => `${keyText(key)}: ${flowValue(value)}`).join(', ')}}`
}

/** A key, in quotes where it may be a column of any name. */
function keyText(key: string): string {
  return /^[a-z_][\w-]*$/i.test(key) ? key : JSON.stringify(key)
}

/** A plain value as YAML on one line. */
export function flowValue(value: unknown): string {
  if (typeof value === 'string') return item(value)
  if (Array.isArray(value)) return `[${value.map(flowValue).join(', ')}]`
  return typeof value === 'object' && value !== null ? flow(value) : String(value)
}
