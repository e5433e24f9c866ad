import { binaryWorlds } from './binary.ts'
import { addFinding, type Coverage } from './coverage.ts'
import { multiclassWorlds } from './multiclass.ts'
import { regressionWorlds } from './regression.ts'
import { sampledWorlds } from './sampled.ts'
import type { Part, Truth, World } from './world.ts'

export const sizes = [50, 200, 1000, 10_000]

/** Classes with fewer rows than this are not held against the aim. */
export const leastOfRarest = 20

export const worlds: World[] = [...binaryWorlds, ...multiclassWorlds, ...regressionWorlds, ...sampledWorlds]

/** Some data sets of one kind. */
export interface Job {
  world: number
  size: number
  part: Part
  seed: number
  /** Replicates of the bootstrap. */
  replicates: number
  first: number
  count: number
}

const onlyBootstrapped = ['ks', 'ece']

/** Whether a part says anything of the metrics asked for; null: of all. */
export function isWanted(part: Part, metrics: string[] | null): boolean {
  return metrics === null || metrics.some((id) => onlyBootstrapped.includes(id) === (part === 'scores'))
}

/** The true values of a world. */
export function truthOf(world: number): Promise<Truth> {
  return worlds[world].truth()
}

/** Draws the job's data sets and counts how often the intervals hold, by label. The same, however data sets are cut into jobs. */
export async function simulate(job: Job, truth: Truth): Promise<[string, Coverage][]> {
  const world = worlds[job.world]
  const coverages = new Map<string, Coverage>()
  for (let number = job.first; number < job.first + job.count; number++) {
    const dataSet = { seed: job.seed, world: `${world.group} ${world.name} ${job.part}`, size: job.size, number }
    for (const finding of await world.measure(job.part, dataSet, truth, job.replicates)) addFinding(coverages, finding)
  }
  return [...coverages]
}
