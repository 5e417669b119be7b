import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { buildNext } from '../../scripts/run-next.mjs'

/** The tests drive the production build. `turbo run build` makes it; by themselves they make it once. */
export default async function setup(): Promise<void> {
  if (!existsSync(fileURLToPath(new URL('../../.next/BUILD_ID', import.meta.url)))) await buildNext()
}
