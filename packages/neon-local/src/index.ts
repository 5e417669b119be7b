export type { NeonLocalProvider } from './auth/providers.js'
export type { NeonLocalOptions } from './options.js'
export { type NeonLocal, startNeonLocal } from './start-neon-local.js'
