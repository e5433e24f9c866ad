/** What `good-enough --help` prints. */
export const helpText = `good-enough: is this model good enough for production?

  good-enough evaluate FILE [FILE…] [options]

FILE is a CSV of predictions (.gz too; - is standard input). Several files are joined on --id.

  --policy FILE        what is good enough here (YAML or JSON); options below override its columns
  --task TASK          binary, multiclass or regression (default: told by the columns, and said)
  --label COL          the truth; --positive VALUE names the positive class of a binary task
                       (needed unless the labels are 0/1, -1/1, false/true or no/yes)
  --candidate COL      scores of the model under evaluation (--score is the same), numbers for regression,
                       or for several classes a pattern such as 'p_*' whose * is the class
  --production COL     those of the model in production, compared on the same rows
  --prediction COL     predicted classes, where there are no scores; --production-prediction COL likewise
  --split COL          train, validation, test
  --id COL             identifies a row: duplicates are reported, files are joined on it
  --group COL          rows that belong together (of a patient, a user): groups are independent, not rows
  --weight COL         what a row counts for: a whole number of rows alike, or a share
  --slice COL          report each value of this column too, and the intersections of every two; repeatable
  --threshold NUMBER   a row is called positive where its score is at least this (default 0.5)
  --confidence LEVEL   of the intervals (default 0.95)
  --replicates N       of every bootstrap (default 2000); --seed N: the same seed gives the same numbers
  --invalid-rows HOW   refuse (default) or leave_out: rows that cannot be read or joined
  --backend auto|cpu|webgpu   webgpu needs the npm package "webgpu"; same numbers on each (default auto)
  --format text|json   --out FILE (default: text to standard output)

A column that several files have is named FILE:COL, such as new.csv:score.
Exit status: 0 pass (or evaluated without a policy), 1 fail, 2 undecided, 3 invalid input.
`
