import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('./answer-renamed.cjs', import.meta.url))

/** The environment in which drizzle-kit is told that what is gone was renamed. */
export const answering = { NODE_OPTIONS: `--require ${script}` }
