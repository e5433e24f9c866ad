/** A file that a chart offers besides those of its drawing. */
export interface ChartFile {
  /** The name of the choice, such as "Sweep". */
  label: string
  /** What the file holds. */
  words: string
  /** The file's name with its extension. */
  name: string
  /** Makes the CSV. */
  text: () => string
}

/** Saves a file, byte for byte, without leaving the page. */
export function saveFile(name: string, content: Blob): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

/** A drawing as pixels. @param scale pixels for each of its own */
export async function pngOf(svg: string, scale = 2): Promise<Blob> {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = image.width * scale
  canvas.height = image.height * scale
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error('The drawing is too large for a picture')) : resolve(blob)),
      'image/png',
    )
  })
}
