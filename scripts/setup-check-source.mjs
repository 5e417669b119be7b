import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { templateLiteral } from './auth-schema-source.mjs'

const source = new URL('../packages/drizzle/sql/setup-check.sql', import.meta.url)

/** The query of the check in development, without its comments, and where it is committed. */
export async function compileSetupCheck() {
  const sql = (await readFile(source, 'utf8')).replaceAll(/^ *--.*\n/gm, '').trim()
  return {
    path: fileURLToPath(new URL('../packages/drizzle/src/setup/generated.ts', import.meta.url)),
    text:
      '// Compiled from packages/drizzle/sql by scripts/generate-sql.mjs: change the SQL there, then run `pnpm sql`.\n\n' +
      `export const setupCheckSql = ${templateLiteral(sql)}\n`,
  }
}
