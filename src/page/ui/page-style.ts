import { metricLabel } from '../../app/metric-names.ts'
import { countText, differenceText, metricText, metricTextAgainst, writtenText } from '../../words/numbers.ts'
import type { Style } from '../../words/style.ts'

/** How the page writes sentences: metrics by their names, numbers with a fixed number of decimals. */
export const pageStyle: Style = {
  metricName: metricLabel,
  value: metricText,
  difference: differenceText,
  valueAgainst: metricTextAgainst,
  written: writtenText,
  weight: countText,
  text: (text) => text,
}
