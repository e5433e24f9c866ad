import type { PromiseSettings } from './promise.ts'
import { fewRowsTable } from './few-rows.ts'
import { growingTable, manyModelsTable } from './looks.ts'
import { planOfOneTable } from './plan-of-one.ts'
import { plansTable, rowsNeededTable } from './plans.ts'
import { sharedRowTable } from './shared-rows.ts'
import { manyRequirementsTable, trivialTable } from './verdicts.ts'

/** A promise of the product that is no interval of one metric, and how often it holds. */
export interface PromisePart {
  title: string
  /** The part’s table, a line each. */
  table(settings: PromiseSettings): string[] | Promise<string[]>
}

/** Parts of the simulation by their names, beside those of the intervals. */
export const promises: Record<string, PromisePart> = {
  'shared-rows': {
    title: 'Rows in two splits without ids, in per cent of files: clean ones that are told of, and leaks that are seen',
    table: sharedRowTable,
  },
  'growing-sets': {
    title: 'Looks at a set that grows, until something passes that is not good enough',
    table: growingTable,
  },
  'rows-needed': { title: 'Undecided requirements, and the rows that are said to settle them', table: rowsNeededTable },
  'plan-of-one': { title: 'Plans of one requirement, for a chance of 80 %', table: planOfOneTable },
  plans: { title: 'Plans of whole policies', table: plansTable },
  'few-rows': {
    title: 'Metrics of which few rows decide, in per cent of data sets',
    table: fewRowsTable,
  },
  'many-requirements': {
    title: 'Requirements that are all at their bounds: fails of what is just good enough',
    table: manyRequirementsTable,
  },
  trivial: { title: 'Models that know nothing, and policies that ask for little', table: trivialTable },
  'many-models': { title: 'Many models on one test set', table: manyModelsTable },
}
