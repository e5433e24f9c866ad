/** A file that a chart offers besides those of its drawing. */
export interface ChartFile {
  /** "Sweep" */
  label: string
  /** What is in it. */
  words: string
  /** With its extension. */
  name: string
  /** CSV. */
  text: () => string
}
