import { cp, mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'
import { onTestFinished } from 'vitest'
import type { ClientSettings } from './settings.js'

const application = resolve('packages/drizzle/test/edge/application')
const require = createRequire(resolve('packages/drizzle/package.json'))

/** What is used of miniflare. */
type MiniflareModule = {
  Miniflare: new (
    options: object,
  ) => {
    dispatchFetch(url: string, init: object): Promise<Response>
    dispose(): Promise<void>
  }
}

/** The Worker of docs/edge.md, bundled with the packages that are installed in a folder, and run. */
export async function titlesInWorkerd(folder: string, { settings }: ClientSettings) {
  await mkdir(join(folder, 'worker'), { recursive: true })
  for (const file of ['worker.ts', 'todos.ts'])
    await cp(join(application, file), join(folder, 'worker', file))
  const { outputFiles } = await build({
    entryPoints: [join(folder, 'worker/worker.ts')],
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    conditions: ['workerd', 'worker', 'browser'],
    mainFields: ['module', 'main'],
    write: false,
  })
  const { Miniflare: Runner } = require('miniflare') as MiniflareModule
  const { version } = require('miniflare/package.json') as { version: string }
  const { neonUrl, endpoint, jwks } = settings
  const worker = new Runner({
    modules: true,
    script: outputFiles[0]?.text ?? '',
    compatibilityDate: '2026-01-01',
    bindings: JSON.parse(JSON.stringify({ url: neonUrl, endpoint, jwks })),
  })
  onTestFinished(() => worker.dispose())
  const titles = async (token?: string) => {
    const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` }
    const response = await worker.dispatchFetch('http://worker.example/', { headers })
    return [response.status, await response.json()]
  }
  return { version, titles }
}
