import type { BinarySplit } from '../../src/dataset/dataset.ts'
import type { ModelName } from '../../src/dataset/roles.ts'
import type { SliceColumn } from '../../src/dataset/slices.ts'
import { drawnUniforms, normal, type DataSet } from './uniforms.ts'

/** Rows of clusters, such as the visits of a patient: those of one are alike in their class and in their scores. */
export interface Clusters {
  /** Per row, its cluster. */
  codes: Uint32Array
  /** Per cluster, uniform draws of its own. */
  traits(cluster: number, dimension: number): number
  classes: Uint8Array
  scores: Map<ModelName, Float64Array>
}

/** How much rows of one cluster are alike, in standard deviations of a row's own evidence. */
const likeness = 0.7

/**
 * So many clusters of 4 to 16 rows, about half of them positive. Scores are the logistic function of evidence whose mean is
 * 1.5 higher for positives; a part of it is the cluster's. Both models are as good as each other.
 * @param harm by how much less the candidate's is higher in a sixth of the clusters: those of the first kind
 */
export function drawClusters(name: string, clusterCount: number, dataSet: DataSet, harm = 0): Clusters {
  const world = `${dataSet.world} ${name}`
  const traits = drawnUniforms({ ...dataSet, world: `${world} clusters` }, clusterCount, 12)
  const codes = Uint32Array.from(
    Array.from({ length: clusterCount }, (_, cluster) =>
      Array.from({ length: 4 + Math.floor(13 * traits(cluster, 0)) }, () => cluster),
    ).flat(),
  )
  const own = drawnUniforms({ ...dataSet, world }, codes.length, 7)
  const classes = new Uint8Array(codes.length)
  const scores = new Map<ModelName, Float64Array>([
    ['candidate', new Float64Array(codes.length)],
    ['production', new Float64Array(codes.length)],
  ])
  codes.forEach((cluster, row) => {
    const lean = normal(traits, cluster, 1)
    classes[row] = own(row, 0) < 1 / (1 + Math.exp(-lean)) ? 1 : 0
    const shared = normal(own, row, 1)
    let dimension = 3
    for (const [model, column] of scores) {
      const separation = 1.5 - (model === 'candidate' && kindOf(traits, cluster) === 0 ? harm : 0)
      const ofCluster = likeness * normal(traits, cluster, dimension)
      const ofRow = Math.sqrt(0.6) * shared + Math.sqrt(0.4) * normal(own, row, dimension)
      column[row] = 1 / (1 + Math.exp(-(separation * (classes[row] - 0.5) + ofRow + ofCluster)))
      dimension += 2
    }
  })
  return { codes, traits, classes, scores }
}

const kindCount = 6

function kindOf(traits: Clusters['traits'], cluster: number): number {
  return Math.floor(kindCount * traits(cluster, 8))
}

/** The clusters as a split without slices. */
export function groupedClusters({ codes, classes, scores }: Clusters): BinarySplit {
  const groups = { codes, groupCount: codes[codes.length - 1] + 1 }
  return { name: 'test', classes, scores, sampling: { rowCount: codes.length, weights: null, groups }, slices: [] }
}

/** The clusters as a split, sliced by a trait of clusters with 20 values, one with 6, one of rows with 4, and their pairs. */
export function slicedClusters(clusters: Clusters): BinarySplit {
  const { codes, traits } = clusters
  const areas = Uint32Array.from(codes, (cluster) => Math.floor(20 * traits(cluster, 7)))
  const singles = [
    { column: 'area', count: 20, codes: areas },
    {
      column: 'kind',
      count: kindCount,
      codes: Uint32Array.from(codes, (cluster) => kindOf(traits, cluster)),
    },
    { column: 'device', count: 4, codes: Uint32Array.from(codes, (cluster, row) => (row + cluster) % 4) },
  ]
  const names = (count: number) => Array.from({ length: count }, (_, value) => String(value))
  const pairs = singles.flatMap((first, i) => singles.slice(i + 1).map((second) => ({ first, second })))
  const slices: SliceColumn[] = [
    ...singles.map(({ column, count, codes: own }) => ({
      columns: [column],
      values: names(count).map((value) => [value]),
      codes: () => own,
      singles: [own],
      sizes: [count],
    })),
    ...pairs.map(({ first, second }) => ({
      columns: [first.column, second.column],
      values: names(first.count).flatMap((a) => names(second.count).map((b) => [a, b])),
      codes: () => first.codes.map((code, row) => code * second.count + second.codes[row]),
      singles: [first.codes, second.codes],
      sizes: [first.count, second.count],
    })),
  ]
  return { ...groupedClusters(clusters), slices }
}
