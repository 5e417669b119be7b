import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'

const files = ['calls.mjs', 'neon-clients.mjs', 'clients.mjs', 'worker.mjs']

/** Puts the programs of `project` into the folder of another one. */
export async function copyPrograms(folder: string, names: readonly string[] = files): Promise<void> {
  for (const name of names) await copyFile(`test/runtimes/project/${name}`, join(folder, name))
}

/** `clients.mjs` as an application of CommonJS would have written it. */
export async function writeCommonJs(folder: string): Promise<void> {
  await build({
    entryPoints: ['test/runtimes/project/clients.mjs'],
    outfile: join(folder, 'clients.cjs'),
    bundle: true,
    packages: 'external',
    format: 'cjs',
    platform: 'node',
  })
}

/** `worker.mjs`, bundled with the packages that are installed in the folder. */
export async function bundleWorker(folder: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(folder, 'worker.mjs')],
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    conditions: ['workerd', 'worker', 'browser'],
    mainFields: ['module', 'main'],
    write: false,
  })
  return outputFiles[0]?.text ?? ''
}
