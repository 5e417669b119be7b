import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { assertCreated, createdObjects, fillLists, readFunctions } from './auth-functions.mjs'
import { layouts } from './auth-schema-layouts.mjs'

const sqlRoot = new URL('../packages/core/sql/', import.meta.url)

/** Of biome.json. */
const lineWidth = 110

/** Where the compiled statements are committed. */
export const generatedPath = fileURLToPath(
  new URL('../packages/core/src/schema/generated.ts', import.meta.url),
)

export const templateLiteral = (text) => `\`${text.replace(/[\\`]|\$\{/g, '\\$&')}\``

/** The text of `generated.ts` as the files in `packages/core/sql` would have it. */
export async function compileAuthSchema() {
  const found = (await readdir(sqlRoot, { recursive: true })).filter((file) => file.endsWith('.sql'))
  const used = new Set(Object.values(layouts).flat())
  const unused = found.filter((file) => !used.has(file.replaceAll('\\', '/').slice(0, -'.sql'.length)))
  if (unused.length > 0) throw new Error(`SQL files that no layout names: ${unused.join(', ')}`)

  const functions = await readFunctions(sqlRoot)
  const files = new Map(
    await Promise.all([...used].map(async (name) => [name, await readStatement(`${name}.sql`)])),
  )
  const created = Object.fromEntries(
    Object.entries(layouts).map(([layout, names]) => [
      layout,
      createdObjects(
        names.map((name) => files.get(name)),
        functions,
      ),
    ]),
  )
  assertCreated(functions, Object.values(created))

  // Most statements are the same in several layouts, and stand in the package once.
  const constants = new Map()
  const constantOf = (text, name) => {
    if (!constants.has(text)) constants.set(text, uniqueName(name, new Set(constants.values())))
    return constants.get(text)
  }
  let lists = ''
  for (const [layout, names] of Object.entries(layouts)) {
    const statements = names.map((name) =>
      constantOf(fillLists(files.get(name), created[layout], created.database), name),
    )
    const head = `\nexport const ${layout}Statements: readonly string[] = [`
    const line = `${head}${statements.join(', ')}]\n`
    // As the formatter has it.
    lists +=
      line.length <= lineWidth + 2 ? line : `${head}\n${statements.map((name) => `  ${name},\n`).join('')}]\n`
  }

  const { publicFunctions, ownerFunctions, tables } = created.database
  let output =
    '// Compiled from packages/core/sql by scripts/generate-sql.mjs: change the SQL there, then run `pnpm sql`.\n' +
    "import type { AuthFunction } from './auth-function.js'\n"
  output += constList('authFunctions', 'AuthFunction', created.application.publicFunctions.map(objectLiteral))
  output += constList('databaseFunctions', 'AuthFunction', publicFunctions.map(objectLiteral))
  output += constList(
    'ownerFunctions',
    'string',
    ownerFunctions.map(({ name }) => `'${name}'`),
  )
  output += constList(
    'databaseTables',
    'string',
    tables.map((name) => `'${name}'`),
  )
  for (const [text, name] of constants)
    output += `\n${name === 'commonMove' ? 'export ' : ''}const ${name} = ${templateLiteral(text)}\n`
  return output + lists
}

function constList(name, type, items) {
  return `\nexport const ${name}: readonly ${type}[] = [\n${items.map((item) => `  ${item},\n`).join('')}]\n`
}

/** `database/rsa/key-problem` as `databaseRsaKeyProblem`; with a number where that is another text already. */
function uniqueName(path, taken) {
  const name = path.replace(/[/-](\w)/g, (_, letter) => letter.toUpperCase())
  if (!taken.has(name)) return name
  let number = 2
  while (taken.has(`${name}${number}`)) number += 1
  return `${name}${number}`
}

async function readStatement(file) {
  const text = (await readFile(new URL(file, sqlRoot), 'utf8')).trim()
  if (!text.endsWith(';')) throw new Error(`packages/core/sql/${file} does not end with a semicolon`)
  return text
}

function objectLiteral({ name, arguments: types, result, access }) {
  const list = types.map((type) => `'${type}'`).join(', ')
  return `{ name: '${name}', arguments: [${list}], result: '${result}', access: '${access}' }`
}
