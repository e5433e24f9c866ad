/** The part of `good-enough --help` that is about splitting. */
export const splitHelp = `  good-enough split FILE --by random|stratified|group|time|hash [options] --out FILE

Writes FILE with a column that says in which split each row is; every byte that was there stays. FILE and --out may be
the same; without --out, to standard output; --out FILE.gz is compressed.

  --train N --validation N --test N   shares in any unit (default 70, 15 and 15; those not named get no rows)
  --folds K            fold_1 … fold_K instead (not by time)
  --by random          [--key COL] [--seed N]: with a key, the same whatever the order of the rows, and rows of one key together
  --by stratified      --label COL, --slice COL (repeatable) [--key COL] [--seed N]: likewise within every value of these
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
