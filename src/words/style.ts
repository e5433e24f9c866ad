import type { Task } from '../dataset/roles.ts'
import { metricLabel } from '../metrics/definitions/catalogue.ts'
import { countText, differenceText, metricText, metricTextAgainst, shortNumber, writtenText } from './numbers.ts'

/**
 * How a sentence is dressed. Reports and the page say the same; a report writes metric ids and short numbers that a
 * program can search for, the page writes metric names and numbers with a fixed number of decimals.
 */
export interface Style {
  metricName(id: string, task: Task): string
  /** A metric's value: "0.861". */
  value(value: number): string
  /** A difference, always with its sign: "+0.021". */
  difference(difference: number): string
  /** A value or difference with as many digits as show on which side of a bound it lies. */
  valueAgainst(value: number, bound: number): string
  /** A number as the policy writes it: "0.80". */
  written(value: number): string
  /** The sum of the weights of rows. */
  weight(weight: number): string
  /** Text of the input. */
  text(text: string): string
}

/** The style of the reports: text, Markdown, JUnit and HTML. */
export const reportStyle: Style = {
  metricName: (id) => id,
  value: shortNumber,
  difference: (difference) => `${difference > 0 ? '+' : ''}${shortNumber(difference)}`,
  valueAgainst: shortNumber,
  written: String,
  weight: shortNumber,
  text: oneLine,
}

/** The style of the page: metrics by their names, numbers with a fixed number of decimals. */
export const pageStyle: Style = {
  metricName: metricLabel,
  value: metricText,
  difference: differenceText,
  valueAgainst: metricTextAgainst,
  written: writtenText,
  weight: countText,
  text: (text) => text,
}

/** Text of the input on one line: control characters (also those a terminal obeys) are shown, not sent. */
export function oneLine(text: string): string {
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** A slice in words: "region = north, segment = new"; an empty value is written "(empty)". */
export function sliceWords(where: Record<string, string>, { text }: Pick<Style, 'text'> = reportStyle): string {
  return Object.entries(where)
    .map(([column, value]) => `${text(column)} = ${value === '' ? '(empty)' : text(value)}`)
    .join(', ')
}
