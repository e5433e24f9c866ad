import type { BandPoint, BandSeries } from '../chart/bands.ts'
import type { Placing } from '../chart/series.ts'
import type { ThresholdBands } from '../../metrics/binary/bands.ts'
import type { EvaluationDocument } from '../../result/evaluation.ts'
import type { Curve, Histogram } from '../../worker/protocol.ts'
import { bandText, marksOf, standingsOn, type Standing } from '../chart/marks.ts'
import { snapped } from './threshold-range.ts'
import type { Exploration } from './exploration.svelte.ts'

/** What the charts of one split share: its curves, where the models stand on them, and what is pointed at. */
export class CurveView {
  readonly exploration: Exploration
  readonly split: string
  readonly document: EvaluationDocument
  /** The candidate's comes first. */
  readonly curves: Curve[]
  readonly histograms: Histogram[]
  /** The threshold pointed at on some chart; Infinity above all scores. */
  pointed: number | null = $state(null)
  readonly standings: Standing[] = $derived.by(() => {
    const confusion = this.exploration.live?.[this.split].confusion?.counts
    const moved = confusion === undefined ? null : { threshold: this.exploration.threshold, confusion }
    return standingsOn(this.document, this.split, moved)
  })
  constructor(exploration: Exploration, split: string) {
    this.exploration = exploration
    this.split = split
    this.document = exploration.session.document
    const isDrawn = (entry: { model: Curve['model']; split: string }) =>
      entry.split === split && this.document.models[entry.model]?.threshold !== undefined
    this.curves = exploration.session.curves.filter(isDrawn)
    this.histograms = exploration.session.histograms.filter(isDrawn)
  }

  /** What is shaded, in words, where the bands of a metric are there; null while they are not. */
  bandWords(metric: string): string | null {
    const bands = this.exploration.bands[this.split]
    return bands !== undefined && [...bands.models.values()].every(({ metrics }) => metrics.has(metric))
      ? bandText(bands)
      : null
  }

  /** Bands along each model's line, of a metric and those that come with it; none while they are not there. */
  bandsOf(metric: string, points: (bands: ThresholdBands) => BandPoint[]): BandSeries[] {
    if (this.bandWords(metric) === null) return []
    return [...this.exploration.bands[this.split].models].map(([model, bands]) => ({ model, points: points(bands) }))
  }

  marks(place: Placing, xWords: string | null, yWords: string) {
    return marksOf(this.standings, place, xWords, yWords)
  }

  moveTo = (threshold: number): void => this.exploration.moveTo(threshold)

  /** Moves the threshold to where a hand pointed, which means no number finer than the slider's. */
  moveNear = (threshold: number): void => this.exploration.moveTo(snapped(threshold, this.exploration.range))
}
