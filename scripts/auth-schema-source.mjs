import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { assertListed, fillFunctions, readFunctions } from './auth-functions.mjs'

const sqlRoot = new URL('../packages/core/sql/', import.meta.url)

/** Where the compiled statements are committed. */
export const generatedPath = fileURLToPath(
  new URL('../packages/core/src/schema/generated.ts', import.meta.url),
)

/** The files of each verification mode in the order in which they run: one statement a file. */
const layouts = {
  application: [
    'common/schema',
    'roles/create',
    'roles/memberships',
    'roles/check',
    'common/schema-revokes',
    'common/schema-grants',
    'application/session',
    'claims/jwt',
    'claims/user-id',
    'claims/uid',
    'claims/organization',
    'claims/organization-id',
    'application/init',
    'application/jwt-session-init',
    'common/function-revokes',
    'common/function-grants',
    'common/version',
  ],
}

export const templateLiteral = (text) => `\`${text.replace(/[\\`]|\$\{/g, '\\$&')}\``

/** The text of `generated.ts` as the files in `packages/core/sql` would have it. */
export async function compileAuthSchema() {
  const found = (await readdir(sqlRoot, { recursive: true })).filter((file) => file.endsWith('.sql'))
  const used = new Set(Object.values(layouts).flat())
  const unused = found.filter((file) => !used.has(file.replaceAll('\\', '/').slice(0, -'.sql'.length)))
  if (unused.length > 0) throw new Error(`SQL files that no layout names: ${unused.join(', ')}`)

  const functions = await readFunctions(sqlRoot)
  let output =
    '// Compiled from packages/core/sql by scripts/generate-sql.mjs: change the SQL there, then run `pnpm sql`.\n' +
    "import type { AuthFunction } from './auth-function.js'\n" +
    `\nexport const authFunctions: readonly AuthFunction[] = [\n${functions.map(objectLiteral).join('')}]\n`
  for (const [mode, names] of Object.entries(layouts)) {
    const statements = await Promise.all(names.map((name) => readStatement(`${name}.sql`)))
    assertListed(statements, functions)
    output += `\nexport const ${mode}Statements: readonly string[] = [\n`
    output += statements
      .map((statement) => `  ${templateLiteral(fillFunctions(statement, functions))},\n`)
      .join('')
    output += ']\n'
  }
  return output
}

async function readStatement(file) {
  const text = (await readFile(new URL(file, sqlRoot), 'utf8')).trim()
  if (!text.endsWith(';')) throw new Error(`packages/core/sql/${file} does not end with a semicolon`)
  return text
}

function objectLiteral({ name, arguments: types, result }) {
  const list = types.map((type) => `'${type}'`).join(', ')
  return `  { name: '${name}', arguments: [${list}], result: '${result}' },\n`
}
