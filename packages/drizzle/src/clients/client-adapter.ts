import type { VerificationOptions } from '@rowauth/driver'
import type {
  DrizzleClient,
  DrizzleDatabase,
  DrizzlePrepared,
  PgDriver,
  Send,
} from '../handle/drizzle-internals.js'

/** What is known of one kind of client that Drizzle can be given. */
export interface ClientAdapter {
  /** How messages call the client. */
  readonly name: string
  /** Whether the database asks its client in this adapter's calling form. */
  accepts(db: DrizzleDatabase): boolean
  /**
   * The driver for a client when no other one was passed, with who verifies tokens.
   *
   * @throws {TypeError} when the client is not one that the driver takes, or when there is no driver for it here
   */
  driver(client: unknown, options: VerificationOptions): PgDriver
  /**
   * Stands where Drizzle's session has its client, and hands each statement on.
   *
   * @throws {AuthError} `unsupported`, from its methods, when it is called in another form than Drizzle's today
   */
  over(send: Send): DrizzleClient
  /** Whether Drizzle's own batch asks for rows that are lists where the query alone does not. */
  listsInBatch?(prepared: DrizzlePrepared): boolean
}
