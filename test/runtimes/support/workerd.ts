import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Outcomes } from './outcomes.js'
import { bundleWorker } from './programs.js'
import type { ClientSettings } from './settings.js'

const require = createRequire(resolve('packages/drizzle/package.json'))

/** What is used of miniflare. */
type MiniflareModule = {
  Miniflare: new (
    options: object,
  ) => {
    dispatchFetch(url: string): Promise<Response>
    dispose(): Promise<void>
  }
}

/** The calls in a Worker, with the clients that it can have. */
export async function outcomesInWorkerd(
  folder: string,
  { settings }: ClientSettings,
  names: readonly string[],
): Promise<{ version: string; outcomes: Outcomes }> {
  const { Miniflare: Runner } = require('miniflare') as MiniflareModule
  const { version } = require('miniflare/package.json') as { version: string }
  const worker = new Runner({
    modules: true,
    script: await bundleWorker(folder),
    compatibilityDate: '2026-01-01',
    bindings: JSON.parse(JSON.stringify(settings)),
  })
  onTestFinished(() => worker.dispose())
  const outcomes: Record<string, Outcomes[string]> = {}
  for (const name of names) {
    const response = await worker.dispatchFetch(`http://worker.example/${name}`)
    outcomes[name] = (await response.json()) as Outcomes[string]
  }
  return { version, outcomes }
}
