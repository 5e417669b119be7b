import { cp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const parts = ['src', 'next.config.ts', 'package.json', 'postcss.config.mjs', 'tsconfig.json']
const driver = "import { nodePostgres } from '@rowauth/driver/node-postgres'"

/**
 * Copies the application and gives the copy the usual transaction in place of rowauth's driver.
 *
 * @param {string} example
 * @returns {Promise<string>} the folder of the copy
 */
export async function copyWithFiveStatements(example) {
  const copy = join(example, '.data/five-statements')
  await rm(copy, { recursive: true, force: true })
  for (const part of parts) await cp(join(example, part), join(copy, part), { recursive: true })
  await cp(join(example, 'load/five-statements.ts'), join(copy, 'src/db/five-statements.ts'))
  const file = join(copy, 'src/db/database.ts')
  const source = await readFile(file, 'utf8')
  if (!source.includes(driver)) throw new Error('The import of the driver is not where it was.')
  await writeFile(
    file,
    source.replace(driver, "import { fiveStatements as nodePostgres } from './five-statements'"),
  )
  return copy
}
