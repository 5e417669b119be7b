import { randomBytes } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execute } from './statements.js'

/** The content of each file, by its name. */
export type ExtensionFiles = Readonly<Record<string, string>>

/**
 * Writes the files of an extension into the server's share directory. Servers that other tests have started read
 * the same one: so a file appears whole, and one that is there is left alone.
 */
export async function installExtension(superuserUrl: string, files: ExtensionFiles): Promise<void> {
  const [row] = await execute(superuserUrl, "select setting from pg_config where name = 'SHAREDIR'")
  const folder = join(String(row?.setting), 'extension')
  for (const [name, text] of Object.entries(files)) {
    const place = join(folder, name)
    if ((await textOf(place)) === text) continue
    const draft = `${place}.${randomBytes(4).toString('hex')}`
    await writeFile(draft, text, { mode: 0o644 })
    await rename(draft, place)
  }
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
