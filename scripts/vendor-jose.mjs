import { cp, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'

/**
 * Writes what the given modules import of jose, as one module of CommonJS with its licence, and its types beside it.
 * jose is ESM alone: Jest cannot load it before Node 24.9, and TypeScript's `node16` refuses its types in CommonJS.
 *
 * @param {string[]} modules the text of modules that import jose; of none, nothing is written
 * @param {string} outfile where the module goes
 */
export async function vendorJose(modules, outfile) {
  const lists = modules.flatMap((text) => [...text.matchAll(/import \{([^}]*)\} from 'jose'/g)])
  const values = lists.flatMap(([, list]) => list.split(',').map((name) => name.trim()))
  const names = new Set(values.filter((name) => !name.startsWith('type ')))
  if (names.size === 0) return
  const { resolve } = createRequire(join(process.cwd(), 'package.json'))
  const folder = join(dirname(resolve('jose')), '../..')
  const license = await readFile(join(folder, 'LICENSE.md'), 'utf8')
  await build({
    stdin: { contents: `export { ${[...names].sort().join(', ')} } from 'jose'`, resolveDir: process.cwd() },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    banner: { js: `/*! jose\n * ${license.trim().replaceAll('\n', '\n * ')}\n */` },
    outfile,
    logLevel: 'warning',
  })
  await cp(join(folder, 'dist/types/types.d.ts'), outfile.replace(/\.cjs$/, '.d.cts'))
}
