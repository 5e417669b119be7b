export type { AuthDriver, AuthTransaction, TransactionOptions } from './auth-driver.js'
