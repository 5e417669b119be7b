import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * Packs every public package, as publishing would.
 *
 * @param {string} destination folder for the tarballs
 * @returns {Promise<{ name: string, version: string, tarball: string, size: number, files: string[] }[]>}
 */
export async function packPackages(destination) {
  const { devEngines } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const pnpm = `${devEngines.packageManager.name}@${devEngines.packageManager.version}`
  const command = [
    '-r',
    '--filter',
    './packages/*',
    'pack',
    '--pack-destination',
    resolve(destination),
    '--json',
  ]
  const { stdout } = await promisify(execFile)('npx', ['-y', pnpm, ...command], { cwd: root })
  const packed = JSON.parse(stdout)
  return (Array.isArray(packed) ? packed : [packed]).map(({ name, version, filename, size, files }) => {
    return { name, version, tarball: filename, size, files: files.map(({ path }) => path) }
  })
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [, , destination] = process.argv
  if (destination === undefined) throw new Error('usage: node scripts/pack-packages.mjs <folder>')
  console.log(JSON.stringify(await packPackages(destination)))
}
