import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, cp, lstat, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The account that a server runs as; absent: our own. */
export interface Account {
  readonly uid?: number
  readonly gid?: number
}

/** PostgreSQL refuses to run as root, so root hands it to `nobody`. */
export function serverAccount(): Account {
  return process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
}

async function problemWith(native: string, account: Account): Promise<string | undefined> {
  try {
    // initdb reads files below share; --show goes through the same paths without writing anything.
    await run(join(native, 'bin', 'postgres'), ['--version'], { ...account, cwd: '/' })
    await run(join(native, 'bin', 'initdb'), ['--show', '-D', '/nonexistent'], { ...account, cwd: '/' })
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true })
  return entries.sort().map((entry) => join(folder, entry))
}

async function digestOf(native: string): Promise<string> {
  const hash = createHash('sha256')
  for (const file of await filesBelow(native)) {
    const { size, mtimeMs, mode } = await lstat(file)
    hash.update(`${relative(native, file)}\0${size}\0${mtimeMs}\0${mode}\0`)
  }
  return hash.digest('hex').slice(0, 16)
}

/** npm packages cannot hold symbolic links; this file of the package lists the ones to make. */
async function restoreLinks(native: string): Promise<void> {
  const links: { source: string; target: string }[] = JSON.parse(
    await readFile(join(native, 'pg-symlinks.json'), 'utf8'),
  )
  for (const { source, target } of links) {
    const place = join(dirname(native), target)
    await rm(place, { force: true })
    await symlink(relative(dirname(target), source), place)
  }
}

async function isOurs(folder: string): Promise<boolean> {
  try {
    const stat = await lstat(folder)
    return stat.isDirectory() && stat.uid === process.getuid?.() && (stat.mode & 0o022) === 0
  } catch {
    return false
  }
}

/** A copy that every account may run, made once per release and put into place in one step. */
async function copyToTemp(native: string): Promise<string> {
  const place = join(tmpdir(), `rowauth-postgres-${await digestOf(native)}`)
  if (await isOurs(place)) return join(place, 'native')
  const draft = await mkdtemp(`${place}-`)
  try {
    const copy = join(draft, 'native')
    await cp(native, copy, { recursive: true, verbatimSymlinks: true })
    await restoreLinks(copy)
    for (const file of [draft, copy, ...(await filesBelow(copy))]) {
      const stat = await lstat(file)
      if (stat.isSymbolicLink()) continue
      await chmod(file, stat.isDirectory() || (stat.mode & 0o100) !== 0 ? 0o755 : 0o644)
    }
    await rename(draft, place)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    if (!(await isOurs(place))) throw error
  }
  return join(place, 'native')
}

const found = new Map<string, Promise<string>>()

/**
 * Binaries that the server's account can run: the installed ones where that works, else a copy in the temp
 * directory (a parent folder is closed to that account, or the install script that restores links did not run).
 */
export function runnableBinaries(native: string, account: Account): Promise<string> {
  const known = found.get(native)
  if (known !== undefined) return known
  const search = (async () => {
    if ((await problemWith(native, account)) === undefined) return resolve(native)
    const copy = await copyToTemp(native)
    const problem = await problemWith(copy, account)
    if (problem !== undefined) throw new Error(`The embedded PostgreSQL does not run here: ${problem}`)
    return copy
  })()
  found.set(native, search)
  return search
}
