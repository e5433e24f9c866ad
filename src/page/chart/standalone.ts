/** Style properties that elements inherit, with their initial values. */
const inherited: Record<string, string> = {
  fill: 'rgb(0, 0, 0)',
  'fill-opacity': '1',
  stroke: 'none',
  'stroke-width': '1px',
  'stroke-opacity': '1',
  'stroke-dasharray': 'none',
  'stroke-linecap': 'butt',
  'stroke-linejoin': 'miter',
  'paint-order': 'normal',
  'text-anchor': 'start',
  'dominant-baseline': 'auto',
  'font-family': '',
  'font-size': '',
  'font-weight': '400',
  'font-style': 'normal',
  'font-variant-numeric': 'normal',
}

/**
 * A drawing as a file that any viewer opens: its computed styles as presentation attributes, and nothing of the page.
 * @param svg in the page, so that it has styles
 */
export function standaloneSvg(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement
  const originals = [svg, ...svg.querySelectorAll('*')]
  const copies = [copy, ...copy.querySelectorAll('*')]
  originals.forEach((original, at) => dress(copies[at], original, at === 0))
  dropComments(copy)
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(copy)}\n`
}

function dress(copy: Element, original: Element, isRoot: boolean): void {
  for (const { name } of [...copy.attributes]) {
    if (/^(?:class|style|id|tabindex|role|(?:data|aria)-.*)$/.test(name)) copy.removeAttribute(name)
  }
  const styles = getComputedStyle(original)
  const around = isRoot ? null : getComputedStyle(original.parentElement!)
  for (const [property, initial] of Object.entries(inherited)) {
    setStyle(copy, property, styles.getPropertyValue(property), around?.getPropertyValue(property) ?? initial)
  }
  setStyle(copy, 'opacity', styles.opacity, '1')
}

function setStyle(copy: Element, property: string, value: string, otherwise: string): void {
  if (value === otherwise) return
  const isColour = property === 'fill' || property === 'stroke'
  const { colour, alpha } = isColour ? plainColour(value) : { colour: value, alpha: 1 }
  copy.setAttribute(property, colour)
  if (alpha < 1) copy.setAttribute(`${property}-opacity`, String(alpha))
}

/** A colour as every viewer knows it: what CSS may mix in other spaces, as sRGB. */
function plainColour(value: string): { colour: string; alpha: number } {
  if (value === 'none' || value.startsWith('rgb(') || value.startsWith('url(')) return { colour: value, alpha: 1 }
  const canvas = new OffscreenCanvas(1, 1)
  const context = canvas.getContext('2d')!
  context.fillStyle = value
  context.fillRect(0, 0, 1, 1)
  const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data
  return { colour: `rgb(${red}, ${green}, ${blue})`, alpha: alpha / 255 }
}

/** Svelte marks the ends of its blocks by comments. */
function dropComments(node: Node): void {
  for (const child of [...node.childNodes]) {
    if (child.nodeType === Node.COMMENT_NODE) child.remove()
    else dropComments(child)
  }
}
