import { fileURLToPath } from 'node:url'
import { type BuildOptions, build } from 'esbuild'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

export type Major = '0.45' | '1.0'
export const majors: readonly Major[] = ['0.45', '1.0']

/** A text that is in every bundle with the driver for TCP, and in no other. */
export const textOfTcpDriver = 'nodePostgres() takes'

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
}

/** Bundles a file of `application/` from the sources. What cannot be resolved for the target fails the build. */
export async function bundle(
  entry: string,
  target: BuildOptions,
  major: Major,
  options: BuildOptions = {},
): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    entryPoints: [path(`../application/${entry}.ts`)],
    absWorkingDir: path('../../../../..'),
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
  const [code] = outputFiles
  const [output] = Object.values(metafile.outputs)
  if (code === undefined || output === undefined) throw new Error('The bundle is empty.')
  const files = Object.entries(output.inputs).flatMap(([file, { bytesInOutput }]) =>
    bytesInOutput > 0 ? [file] : [],
  )
  return { code: code.text, files, imports: output.imports.map((imported) => imported.path) }
}
