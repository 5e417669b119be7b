import type { Discrepancy } from '../terminal/discrepancy.js'

/** Those of migrations that rowauth wrote whose SQL is another one now. */
export function editedMigrations(
  migrations: readonly { readonly file: string; readonly isIntact: boolean | undefined }[],
): Discrepancy[] {
  return migrations
    .filter(({ isIntact }) => isIntact === false)
    .map(({ file }) => ({
      code: 'migration_edited',
      object: file,
      message: 'The SQL is not what rowauth wrote: the hash in the header does not fit.',
      hint: 'Restore the file from version control.',
    }))
}
