import { type ConversionConfig, type JsonSchema, toJsonSchema } from '@valibot/to-json-schema'
import * as v from 'valibot'
import { formsOf, policySchema } from '../../../src/policy/file/schema.ts'

const asEditorsTakeIt: ConversionConfig = { target: 'draft-07', ignoreActions: ['finite'] }

/** The policy file's form as a JSON Schema (draft-07), for editors: `public/policy.schema.json`. */
export function policyJsonSchema(): JsonSchema {
  return toJsonSchema(v.pipe(policySchema, v.title('Policy of Good Enough')), {
    ...asEditorsTakeIt,
    // A form that depends on the value is a choice of forms in JSON Schema.
    overrideSchema: ({ valibotSchema }) => {
      const forms = formsOf(valibotSchema)
      if (forms === null) return null
      const { $schema: _, ...choice } = toJsonSchema(v.union(forms), asEditorsTakeIt)
      return choice
    },
  })
}
