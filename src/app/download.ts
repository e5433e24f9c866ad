const types: Record<string, string> = {
  json: 'application/json', html: 'text/html', xml: 'application/xml', md: 'text/markdown', txt: 'text/plain', yaml: 'application/yaml',
}

/** Saves text as a file, byte for byte as UTF-8, without leaving the page. */
export function downloadText(name: string, text: string): void {
  const type = types[name.slice(name.lastIndexOf('.') + 1)] ?? 'text/plain'
  const address = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
