export { type NeonHttpOptions, neonHttp } from './neon-http.js'
export type { NeonQuery, NeonResult } from './neon-types.js'
