import { CliError } from '../cli-error.js'

/** What there is to do about an auth schema of somebody else. */
export const foreignSchemaHint =
  'Use it as it is with --adopt; let the auth schema take its place with --move, unless it is that of Supabase; or ' +
  'choose another name, as in --schema app_auth, and give that to the policy expressions as well.'

/** @param what - the end of a sentence about the schema */
export function foreignSchema(schema: string, what: string): CliError {
  return new CliError('foreign_schema', `The database has a schema ${schema} already: ${what}.`, {
    hint: foreignSchemaHint,
  })
}
