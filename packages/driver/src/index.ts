export type {
  AuthDriver,
  AuthTransaction,
  ObservableDriver,
  OnQuery,
  QueryEvent,
  TransactionOptions,
} from './auth-driver.js'
