/** What a file is, by its content and not by its name. */
export const containers = ['csv', 'json', 'jsonl', 'parquet', 'arrow', 'xlsx', 'zip', 'gzip', 'zstd'] as const

/** What a file is, by its content and not by its name; of a compressed file what it is compressed with. */
export type Container = (typeof containers)[number]
