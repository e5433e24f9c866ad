// The measurements in words.
const aims = { duckdb: 3, papaparse: 8, reading: 2, bytesPerRow: 24, thresholdMs: 1 }

/** One line for each contender. */
export function sizeTable(size) {
  const { file, contenders, rounds, load } = size
  const rows = file.answers.rowCount.toLocaleString('en')
  const table = [['', 'median ms', 'from – to', 'MB/s', '× reading', '× ours']]
  for (const name of contenders) {
    const times = rounds.map((round) => round[name].ms)
    table.push([
      name,
      whole(median(times)),
      `${whole(Math.min(...times))} – ${whole(Math.max(...times))}`,
      whole(file.byteLength / 1e3 / median(times)),
      ratio(size, name, 'reading').toFixed(2),
      ratio(size, name, 'ours').toFixed(2),
    ])
  }
  const title = `${rows} rows, ${whole(file.byteLength / 1e6)} MB, ${rounds.length} rounds, load ${load}`
  return [`${title}; ratios: the median of each round's`, ...aligned(table)]
}

/** What else was measured on the way. */
export function figureLines({ rounds, memory }) {
  const of = (name) => median(rounds.map((round) => round.evaluate.figures[name]))
  const lines = [
    `evaluate, two models and three splits: ${whole(of('evaluateMs'))} ms, ${whole(of('readMs'))} of them reading`,
    `moving the threshold: ${of('atMs').toFixed(3)} ms (median of 1,000; longest ${of('atLongestMs').toFixed(2)});` +
      ` the whole document: ${of('judgeAtMs').toFixed(1)} ms`,
  ]
  if (memory.ours === undefined) return lines
  return [
    ...lines,
    `memory beyond 24 bytes a row of columns in use: reading ${memory.ours.toFixed(1)} bytes a row,` +
      ` evaluate ${memory.evaluate.toFixed(1)} (peak of the page's processes, garbage included)`,
  ]
}

/** One line for each aim. */
export function aimLines(size) {
  const { rounds, memory } = size
  const duckdb = ratio(size, 'DuckDB-WASM', 'ours')
  const papaparse = ratio(size, 'PapaParse', 'ours')
  const reading = ratio(size, 'ours', 'reading')
  const threshold = median(rounds.map((round) => round.evaluate.figures.atMs))
  const lines = [
    aim('at least 3 times DuckDB-WASM', duckdb >= aims.duckdb, `${duckdb.toFixed(2)} times`),
    aim('at least 8 times PapaParse', papaparse >= aims.papaparse, `${papaparse.toFixed(2)} times`),
    aim('within twice the time of reading', reading <= aims.reading, `${reading.toFixed(2)} times`),
    aim('moving the threshold under 1 ms', threshold < aims.thresholdMs, `${threshold.toFixed(3)} ms`),
  ]
  if (memory.ours === undefined) return lines
  const bytes = `${memory.ours.toFixed(1)} bytes`
  return [...lines, aim('at most 24 bytes a row beyond the columns', memory.ours <= aims.bytesPerRow, bytes)]
}

function aim(text, isMet, figure) {
  return `${isMet ? 'met    ' : 'NOT MET'}  ${text}: ${figure}`
}

/** Median over the rounds of one contender's time over another's in the same round. */
function ratio({ rounds }, name, other) {
  return median(rounds.map((round) => round[name].ms / round[other].ms))
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2
}

function whole(value) {
  return Math.round(value).toLocaleString('en')
}

/** The first column to the left, the others to the right. */
function aligned(table) {
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)))
  const pad = (cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))
  return table.map((row) => row.map(pad).join('  ').trimEnd())
}
