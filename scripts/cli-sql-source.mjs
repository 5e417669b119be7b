import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { templateLiteral } from './auth-schema-source.mjs'

/** The folders of packages/cli/sql whose files are texts of their own, beside that of the doctor. */
const folders = ['adoption', 'grants', 'moving', 'policies', 'recognising']

/** Each folder as a module of constants, named after the files: `recogniseSql` of `recognise.sql`. */
export async function compileCliSql() {
  return await Promise.all(
    folders.map(async (folder) => ({
      path: fileURLToPath(new URL(`../packages/cli/src/${folder}/generated.ts`, import.meta.url)),
      text: await compileFolder(folder),
    })),
  )
}

async function compileFolder(folder) {
  const root = new URL(`../packages/cli/sql/${folder}/`, import.meta.url)
  const files = (await readdir(root)).sort()
  const constants = await Promise.all(
    files.map(async (file) => {
      const name = file.replace(/\.sql$/, '').replace(/-(\w)/g, (_, letter) => letter.toUpperCase())
      const text = (await readFile(new URL(file, root), 'utf8')).trim()
      return `export const ${name}Sql = ${templateLiteral(text)}\n`
    }),
  )
  return (
    `// Compiled from packages/cli/sql/${folder} by scripts/generate-sql.mjs: change the SQL there, then run \`pnpm sql\`.\n` +
    constants.join('\n')
  )
}
