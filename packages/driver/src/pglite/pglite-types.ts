/** What a statement gives: PGlite's result, and `rowCount` as in node-postgres. */
export interface PgliteResult {
  readonly rows: unknown[]
  readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[]
  readonly affectedRows?: number
  /** What the server calls the command; older versions of PGlite do not have it. */
  readonly command?: string
  readonly rowCount: number | null
}

/** What PGlite answers. */
export type PgliteAnswer = Omit<PgliteResult, 'rowCount'> & { readonly rowCount?: number }

/** What runs a statement: PGlite, or a transaction of it. */
export interface PgliteQueries {
  query(text: string, values?: unknown[], options?: object): Promise<PgliteAnswer>
}

/** An open transaction of PGlite's. */
export interface PgliteTransaction extends PgliteQueries {
  rollback(): Promise<void>
}

/** A `PGlite`: the part of it that is needed. */
export interface PgliteDatabase extends PgliteQueries {
  transaction<T>(run: (tx: PgliteTransaction) => Promise<T>): Promise<T>
}
