import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BuildOptions, build } from 'esbuild'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

export type Major = '0.45' | '1.0'
export const majors: readonly Major[] = ['0.45', '1.0']

/** A text that is in every bundle with the driver for TCP, and in no other. */
export const textOfTcpDriver = 'a Pool, a PoolClient or a Client of node-postgres'

/** Where code runs that is not Node, as bundlers tell packages. */
export const targets = {
  'a Worker': {
    platform: 'neutral',
    conditions: ['workerd', 'worker', 'browser'],
    mainFields: ['module', 'main'],
  },
  'an edge function': {
    platform: 'neutral',
    conditions: ['edge-light', 'import'],
    mainFields: ['module', 'main'],
  },
  'a browser': { platform: 'browser', conditions: [] },
  'no platform in particular': { platform: 'neutral', conditions: [], mainFields: ['module', 'main'] },
} as const satisfies Record<string, BuildOptions>

export interface Bundle {
  readonly code: string
  /** The files that are in it, by their paths in the repository. */
  readonly files: readonly string[]
  /** What it imports at run time. */
  readonly imports: readonly string[]
  /** The files of what is loaded when it is used; of a bundle that is split. */
  readonly later: readonly string[]
}

/**
 * Bundles a file of `application/` from the sources. What cannot be resolved for the target fails the build.
 *
 * @param options - with `splitting` the bundle is what is loaded at first
 */
export async function bundle(
  entry: string,
  target: BuildOptions,
  major: Major,
  options: BuildOptions = {},
): Promise<Bundle> {
  const result = await build({
    entryPoints: [path(`../application/${entry}.ts`)],
    absWorkingDir: path('../../../../..'),
    outdir: path('../../../../../out'),
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    logLevel: 'silent',
    ...(major === '1.0' && { alias: { 'drizzle-orm': path('../../../node_modules/drizzle-orm-1') } }),
    ...target,
    conditions: ['source', ...(target.conditions ?? [])],
    ...options,
    write: false,
    metafile: true,
  })
  const { outputs } = result.metafile
  const texts = new Map(result.outputFiles.map(({ path: file, text }) => [basename(file), text]))
  const first = Object.keys(outputs).find((name) => outputs[name]?.entryPoint !== undefined)
  if (first === undefined) throw new Error('The bundle is empty.')
  const reached = new Set([first])
  const imports: string[] = []
  for (const name of reached) {
    for (const { path: imported, kind, external } of outputs[name]?.imports ?? []) {
      if (external) imports.push(imported)
      else if (kind === 'import-statement') reached.add(imported)
    }
  }
  const filesOf = (names: Iterable<string>) =>
    Array.from(names).flatMap((name) =>
      Object.entries(outputs[name]?.inputs ?? {}).flatMap(([file, { bytesInOutput }]) =>
        bytesInOutput > 0 ? [file] : [],
      ),
    )
  return {
    code: Array.from(reached, (name) => texts.get(basename(name))).join('\n'),
    files: filesOf(reached),
    imports,
    later: filesOf(Object.keys(outputs).filter((name) => !reached.has(name))),
  }
}
