/** What is known of a file of predictions; every contender has to find the same. */
export interface Answers {
  rowCount: number
  positives: number
  /** Rows of the split `test`. */
  testRows: number
  scoreSum: number
  scoreV1Sum: number
  /** Sum of `score` over the positives: tells whether columns stayed in step. */
  positiveScoreSum: number
}

/** One way to take a file. A contender is used for one file and then thrown away with its page. */
export interface Contender {
  /** Everything that does not depend on the file: workers up, modules compiled. Not timed. */
  prepare(): Promise<void>
  /** Timed: from the file to its confirmed table. `answers` is null where the file is merely read. */
  run(file: File): Promise<Outcome>
}

export interface Outcome {
  answers: Partial<Answers> | null
  byteLength?: number
  /** Other figures taken on the way, such as milliseconds of a stage. */
  figures?: Record<string, number>
}

/** The answers of four columns in memory. */
export function answersOf(
  rowCount: number,
  isPositive: (row: number) => boolean,
  isTest: (row: number) => boolean,
  score: Float64Array,
  scoreV1: Float64Array,
): Answers {
  const answers = { rowCount, positives: 0, testRows: 0, scoreSum: 0, scoreV1Sum: 0, positiveScoreSum: 0 }
  for (let row = 0; row < rowCount; row++) {
    answers.scoreSum += score[row]
    answers.scoreV1Sum += scoreV1[row]
    if (isTest(row)) answers.testRows++
    if (isPositive(row)) {
      answers.positives++
      answers.positiveScoreSum += score[row]
    }
  }
  return answers
}
