/** A public function of the `auth` schema, as `packages/core/sql/functions.json` lists it. */
export interface AuthFunction {
  readonly name: string
  /** The types of its arguments, with their schema. */
  readonly arguments: readonly string[]
  /** The type of its result, with its schema. */
  readonly result: string
  /**
   * Who may execute it besides the roles of queries: for `sessions` and `drivers` the login role as well, where the
   * database verifies tokens.
   */
  readonly access: 'policies' | 'sessions' | 'drivers'
}
