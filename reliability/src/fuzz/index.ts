import { neonHttpAnswers } from './neon-http.js'
import { nodePostgresAnswers } from './node-postgres.js'
import { postgresJsAnswers } from './postgres-js.js'
import type { TargetKind } from './target.js'
import { tokens } from './tokens.js'

export const targets: readonly TargetKind[] = [
  tokens,
  nodePostgresAnswers,
  postgresJsAnswers,
  neonHttpAnswers,
]
