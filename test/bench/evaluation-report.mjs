// The measurements of whole evaluations in words.
import { median } from './report.mjs'

const aims = { reading: 4, points: 40, bootstrap: 2000 }
const replicates = 2000

/** What was measured of one file, and one line for each aim. */
export function evaluationLines({ file, rounds, scikitLearn, sliceColumnCount }) {
  const of = (take) => median(rounds.map(take))
  const commandMs = of(({ command }) => command.ms)
  const readingMs = of(({ readingMs: ms }) => ms)
  const pageMs = of(({ page }) => page.evaluate.ms)
  const pageReadingMs = of(({ page }) => page.reading.ms)
  return [
    `\n${whole(file.answers.rowCount)} rows, ${whole(file.byteLength / 1e6)} MB, ${rounds.length} rounds, medians; two models, three splits, ` +
      `slices of ${sliceColumnCount} columns and of their pairs, ${whole(replicates)} replicates`,
    `command: ${whole(commandMs)} ms, start included; reading the file in Node ${whole(readingMs)} ms`,
    `page: ${whole(pageMs)} ms, ${whole(of(({ page }) => page.evaluate.figures.readMs))} of them until all is read; reading the file there ${whole(pageReadingMs)} ms, to its columns ${whole(of(({ page }) => page.ours.ms))} ms`,
    aim(
      `the page at most ${aims.reading} times reading the file`,
      pageMs <= aims.reading * pageReadingMs,
      pageMs / pageReadingMs,
    ),
    aim(
      `the command at most ${aims.reading} times reading the file`,
      commandMs <= aims.reading * readingMs,
      commandMs / readingMs,
    ),
    ...(scikitLearn === null ? [] : scikitLearnLines(commandMs, scikitLearn, sliceColumnCount)),
  ]
}

function scikitLearnLines(commandMs, { version, drawnReplicates, seconds }, sliceColumnCount) {
  const points = 1e3 * (seconds.points + sliceColumnCount * seconds.one_column)
  const bootstrap = 1e3 * replicates * seconds.replicate
  return [
    `scikit-learn ${version}, values equal to 1e-9: reading (numpy.loadtxt) ${whole(1e3 * seconds.reading)} ms; point estimates of the splits ${whole(1e3 * seconds.points)} ms, ` +
      `of the slices of one column ${whole(1e3 * seconds.one_column)} ms, of ${sliceColumnCount} therefore about ${whole(points)} ms in all (pairs of columns left out)`,
    `its bootstrap of the splits: ${whole(1e3 * seconds.replicate)} ms a replicate (mean of ${drawnReplicates}), ${whole(replicates)} therefore about ${whole(bootstrap / 1e3)} s`,
    aim(
      `the command, reading included, at least ${aims.points} times as fast as its point estimates alone`,
      points >= aims.points * commandMs,
      points / commandMs,
    ),
    `         with its reading: ${((points + 1e3 * seconds.reading) / commandMs).toFixed(1)} times`,
    aim(
      `and at least ${whole(aims.bootstrap)} times as fast as its bootstrap`,
      bootstrap >= aims.bootstrap * commandMs,
      bootstrap / commandMs,
    ),
  ]
}

function aim(text, isMet, ratio) {
  return `${isMet ? 'met    ' : 'NOT MET'}  ${text}: ${ratio.toFixed(1)} times`
}

function whole(value) {
  return Math.round(value).toLocaleString('en')
}
