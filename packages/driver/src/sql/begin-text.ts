import type { TransactionOptions } from '../auth-driver.js'

const isolationLevels = new Set(['read uncommitted', 'read committed', 'repeatable read', 'serializable'])
const accessModes = new Set(['read only', 'read write'])

/**
 * The BEGIN for these options, made of constants alone.
 *
 * @throws {TypeError} for options that PostgreSQL does not have
 */
export function beginText(options: TransactionOptions = {}): string {
  const { isolationLevel, accessMode, deferrable } = options
  let text = 'begin'
  if (isolationLevel !== undefined) {
    if (!isolationLevels.has(isolationLevel)) throw new TypeError('`isolationLevel` is unknown.')
    text += ` isolation level ${isolationLevel}`
  }
  if (accessMode !== undefined) {
    if (!accessModes.has(accessMode)) throw new TypeError('`accessMode` is unknown.')
    text += ` ${accessMode}`
  }
  if (deferrable !== undefined) text += deferrable ? ' deferrable' : ' not deferrable'
  return text
}

/** As pg_export_snapshot() writes them: two numbers of eight hexadecimal digits and a counter. */
const snapshotId = /^[0-9A-F]{8}-[0-9A-F]{8}-[1-9][0-9]{0,9}$/

/**
 * SET TRANSACTION takes no parameter, so the identifier is held to its form before it becomes a literal.
 *
 * @throws {TypeError} for what is no identifier of a snapshot
 */
export function snapshotText(snapshot: string): string {
  if (typeof snapshot !== 'string' || !snapshotId.test(snapshot)) {
    throw new TypeError('`snapshot` is an identifier that pg_export_snapshot() gave.')
  }
  return `set transaction snapshot '${snapshot}'`
}
