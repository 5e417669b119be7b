/** The part of a client that is needed: a `pg.Client` or `pg.PoolClient` has it. */
export interface DoctorClient {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>
}
