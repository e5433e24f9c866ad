/** What the program and its workers take from the build. */
export { mergeCoverage } from './coverage.ts'
export { promises } from './promises.ts'
export { addRate, ratesOf, rateTables, rateWorlds } from './rates.ts'
export { isWanted, simulate, sizes, truthOf, worlds } from './simulation.ts'
export { legend, summary, taskTables } from './tables.ts'
export { metricOf } from './world.ts'
