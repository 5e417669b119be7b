export type {
  AuthDriver,
  AuthTransaction,
  ObservableDriver,
  OnQuery,
  QueryEvent,
  TransactionOptions,
} from '../auth-driver.js'
export {
  type Answer,
  type Connection,
  type ConnectionStatus,
  type Connections,
  type Leftover,
  SendError,
  type SharedConnection,
} from '../flow/connection.js'
export { createDriver, type DriverOptions } from '../flow/create-driver.js'
export {
  type BeginStep,
  type CommitStep,
  type ControlStep,
  inTransaction,
  type OpeningStep,
  type Step,
  type UserStep,
} from '../flow/step.js'
export { claimsStatement } from '../opening/claims-statement.js'
export { databaseOpening } from '../opening/database-opening.js'
export { claimsOpening, type Opening, type OpeningOf, type OpeningStatement } from '../opening/opening.js'
export { type TrustMode, trustMode, type VerificationOptions } from '../opening/trust-mode.js'
export type { PgResult, PgStatement, StatementConfig } from '../pg-statement.js'
