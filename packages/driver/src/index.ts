export type { AuthDriver, AuthTransaction, OnQuery, QueryEvent, TransactionOptions } from './auth-driver.js'
