import type * as v from 'valibot'
import { isMapping } from './plain-values.ts'

/** What of a schema says which form a value has. */
interface Form {
  type: string
  wrapped?: Form
  getter?: (input: unknown) => Form
  entries?: Record<string, Form>
  item?: Form
  value?: Form
  options?: Form[]
  pipe?: { type: string; metadata?: { type?: string | string[] } }[]
}

/**
 * A policy’s plain values, with the text as it is written wherever the schema takes nothing but text: what YAML reads as a
 * number or as true (`1.0`, `007`, `True`) is text where it is a column, a class or a value of a column. Nothing (null) is
 * a word only where the schema says so.
 *
 * `positive: True` → `'True'`; `at_least: 0.80` stays 0.8.
 *
 * @param written the same lists and maps, with texts for scalars
 */
export function asWritten(schema: v.GenericSchema, value: unknown, written: unknown): unknown {
  return textWhereMeant([schema as unknown as Form], value, written)
}

function textWhereMeant(forms: Form[], value: unknown, written: unknown): unknown {
  const here = forms.flatMap((form) => alternatives(form, value))
  if (Array.isArray(value)) {
    const items = here.flatMap(({ item }) => item ?? [])
    return value.map((inner: unknown, i) => textWhereMeant(items, inner, (written as unknown[])[i]))
  }
  if (isMapping(value)) {
    const texts = written as Record<string, unknown>
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => {
        const ofKey = here.flatMap(({ entries, value: any }) => entries?.[key] ?? any ?? [])
        return [key, textWhereMeant(ofKey, inner, texts[key])]
      }),
    )
  }
  const isText = here.some(({ type }) => type === 'string') && !here.some(({ type }) => type === typeof value)
  return isText && (value !== null || here.some(takesNull)) ? written : value
}

/** The forms that a value may have by a schema, without what is only about being there. */
function alternatives(form: Form, value: unknown): Form[] {
  if (form.wrapped !== undefined) return alternatives(form.wrapped, value)
  if (form.getter !== undefined) return alternatives(form.getter(value), value)
  return form.type === 'union' ? (form.options ?? []).flatMap((option) => alternatives(option, value)) : [form]
}

/** Whether editors are told that nothing is a text here, too. */
function takesNull({ pipe = [] }: Form): boolean {
  return pipe.some(({ type, metadata }) => type === 'metadata' && metadata?.type?.includes('null') === true)
}
