export type {
  AuthDriver,
  AuthTransaction,
  ObservableDriver,
  OnQuery,
  QueryEvent,
  TransactionOptions,
} from './auth-driver.js'
export type { VerificationOptions } from './opening/trust-mode.js'
