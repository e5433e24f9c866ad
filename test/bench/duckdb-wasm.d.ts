/** What the benchmark uses of @duckdb/duckdb-wasm 1.32, which is installed only when it runs. */
export class VoidLogger {}

export const DuckDBDataProtocol: { readonly BROWSER_FILEREADER: 2 }

export class AsyncDuckDB {
  constructor(logger: VoidLogger, worker: Worker)
  instantiate(mainModule: string): Promise<null>
  open(config: { path: string }): Promise<void>
  connect(): Promise<AsyncDuckDBConnection>
  registerFileHandle(name: string, handle: File, protocol: 2, directIO: boolean): Promise<void>
}

export interface AsyncDuckDBConnection {
  query(text: string): Promise<{ toArray(): { toJSON(): unknown }[] }>
}
