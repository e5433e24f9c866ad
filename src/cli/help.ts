import { isSingleRole, roleNames, roleTable, type Role } from '../dataset/roles.ts'
import { plainKey, plainKeys, readingKey, readingKeys, type PlainKey, type ReadingKey } from '../policy/keys.ts'

const lineWidth = 120
const indent = 23

const placeholders = { column: 'COL', scores: 'COL', value: 'VALUE', columns: 'COL', models: 'MODEL' }

/** The lines of `--help` about one option: its description beside it, wrapped. */
function optionHelp(option: string, words: string): string {
  const lines: string[] = []
  let line = `  ${option}`.padEnd(indent - 1)
  if (line.length >= indent) line += '  '
  for (const word of words.split(' ')) {
    if (line.length + 1 + word.length > lineWidth) {
      lines.push(line)
      line = ' '.repeat(indent - 1)
    }
    line += ` ${word}`
  }
  return [...lines, line].map((each) => `${each}\n`).join('')
}

/** What options take the place of in a policy, as lines; nothing of a key that has no option. */
function settingHelp(key: PlainKey): string {
  const { option, description, default: usual } = plainKey(key)
  if (option === undefined) return ''
  const words = usual === null ? sentencePart(description) : `${sentencePart(description)} (default ${usual})`
  return optionHelp(`--${option.flag} ${option.value}`, words)
}

/** Options that say how files are read; several of one key on one line. */
function readingHelp(key: ReadingKey): string {
  const { options, description } = readingKey(key)
  const names = options.map(({ flag, value }) => `--${flag}${value === null ? '' : ` ${value}`}`).join(' ')
  const more = options.some(({ isRepeatable }) => isRepeatable) ? '; repeatable' : ''
  return optionHelp(names, sentencePart(description) + more)
}

/** A description without its capital and its full stop. */
function sentencePart(description: string): string {
  return description[0].toLowerCase() + description.slice(1).replace(/\.$/, '')
}

function roleHelp(role: Role): string {
  const { kind, flag, description } = roleTable[role]
  return optionHelp(
    `--${flag} ${placeholders[kind]}`,
    sentencePart(description) + (isSingleRole(role) ? '' : '; repeatable'),
  )
}

/** The part of `good-enough --help` that is about splitting. */
const splitHelp = `  good-enough split FILE --by random|stratified|group|time|hash [options] --out FILE

Writes FILE with a column that says in which split each row is; every byte that was there stays. FILE and --out may be
the same; without --out, to standard output; --out FILE.gz is compressed.

  --train N --validation N --test N   shares in any unit (default 70, 15 and 15; those not named get no rows)
  --folds K            fold_1 … fold_K instead (not by time)
  --by random          [--key COL] [--seed N]: with a key, the same whatever the order of the rows, and rows of one key together
  --by stratified      --label COL, --slice COL (repeatable) [--key COL] [--seed N]: at random within every value of these
  --by group           --group COL [--seed N]: no group in two splits
  --by time            --time COL [--gap 7d]: the earliest rows train; by shares, or where --validation-from and --test-from
                       say; rows closer than the gap before a split are named gap
  --by hash            --key COL [--hash farm_fingerprint|sha256] [--seed N]: BigQuery's MOD(ABS(FARM_FINGERPRINT(key)), n)
                       or TFX's buckets, n being the sum of the shares; of SEED:key where there is a seed
  --column NAME        of the added column (default split)
  --verify COL         writes nothing: is column COL what this rule makes? Exit status 0 if it is, 1 if some rows are not.
                       Without --by: which rule of BigQuery's, TFX's or by SHA-256 made it ([--key COL] [--label COL])
  --snippet TARGET     writes the same split for bigquery, duckdb, spark, postgresql or pandas to standard output
`

/** The part of `good-enough --help` that is about writing a policy and planning for it. */
const policyHelp = `  good-enough init [options] --out policy.yaml

Writes a commented policy from the stakes of a use case; what no option says is asked for on a terminal.

  --does suggest|approve|decide   what the model does: suggests, decides with approval, decides alone
  --cost-false-positive N --cost-false-negative N   what one wrong decision costs, in any one unit (binary)
  --cost-review N      what it costs that a person looks instead (default a fifth of the smaller of the two)
  --loss-of-wrong-pass L --loss-of-wrong-hold G   what is lost where a model passes that is not good enough, and what is forgone
                       where a good one is held back, in any one unit: the assurance is 1 - G/(G + L). Without both it is that
                       of the level of autonomy
  --prevalence N       share of the positive class, such as 0.02
  --reversible yes|no  whether a wrong decision can be undone
  --slice COL          who may be harmed: every value of it has to be served; repeatable
  --file FILE          predictions whose first rows tell the columns; repeatable. What they leave open is asked. Columns and
                       answers are written into the policy with their reasons. The options of evaluate about columns and
                       reading, --task, --threshold and --invalid-rows say the same beforehand
  --name NAME          of the policy   --ledger FILE   where looks at the test set are counted   --no-ledger
  --out FILE           (default: standard output)   --force   writes over a file that is there

  good-enough plan --policy FILE [options]

Says how many rows the policy takes to be decided, before any are labelled.

  --prevalence N       share of the positive class (default 0.5)
  --expected METRIC=VALUE --expected-difference METRIC=VALUE   what is expected to be true; repeatable
                       (default: half-way from the bound to the best; no difference from production)
  --deviation METRIC=VALUE   standard deviation of a row's part of a mean
  --discordance N      share of rows that production decides differently (default 0.1); --correlation N (default 0.5)
  --slice-share N      share of the smallest slice   --chance N   of being decided (default 0.8)
  --rows N             what so many rows would show   --task TASK   --format text|json   --out FILE
`

/** What `good-enough --help` prints. */
export const helpText = `good-enough: is this model good enough for production?

  good-enough evaluate FILE [FILE…] [options]

FILE holds predictions: CSV, JSON, JSON lines, Parquet, Arrow or .xlsx (.gz, .zst and .zip too; - is standard input).
Several files are joined on --id. Columns that neither a policy nor an option names are found out where the file tells them;
where it leaves a question open, nothing is evaluated, and the question is asked with its answers as options.

  good-enough inspect FILE [FILE…] [options]   says what the files are, which column plays which part and why, and what is
                       open (--format text|json); exit status 2 where a question is. It takes the options about columns and
                       about reading below.

  --policy FILE        what is good enough here (YAML or JSON); options below override its columns
${roleNames.map(roleHelp).join('')}  --promote FILE       where the verdict is pass: write the candidate, in aggregates, as the baseline of those to come
  --baseline FILE      compare with that, unpaired, where production's scores are not there
  --threshold NUMBER   a row is predicted positive where its score is at least this (default 0.5)
${plainKeys.map(settingHelp).join('')}${readingKeys.map(readingHelp).join('')}  --backend auto|cpu|webgpu   webgpu needs the npm package "webgpu"; same numbers on each (default auto)
  --format text|json|markdown|junit|html   --out FILE (default: text to standard output)
                       several of both write several reports of one evaluation, each to the --out of its place
  --sheet NAME         of a workbook that has several
  --undecided HOW      in JUnit: skipped (default) or failure

A column that several files have is named FILE:COL, such as new.csv:score. Of every command, --out - is standard output.
Exit status: 0 pass (or evaluated without a policy), 1 fail, 2 undecided, 3 invalid input.

${splitHelp}
${policyHelp}`
