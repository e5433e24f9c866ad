/** The part of `good-enough --help` that is about writing a policy and planning for it. */
export const policyHelp = `  good-enough init [options] --out policy.yaml

Writes a commented policy from the stakes of a use case; what no option says is asked for on a terminal.

  --does suggest|approve|decide   what the model does: suggests, decides with approval, decides alone
  --cost-false-positive N --cost-false-negative N   what one wrong decision costs, in any one unit (binary)
  --cost-review N      what it costs that a person looks instead (default a fifth of the smaller of the two)
  --prevalence N       share of the positive class, such as 0.02
  --reversible yes|no  whether a wrong decision can be undone
  --slice COL          who may be harmed: every value of it has to be served; repeatable
  --file FILE          predictions whose first rows tell the columns; or --label, --positive, --candidate,
                       --production, --prediction, --production-prediction, --split, --id COL and --task
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
