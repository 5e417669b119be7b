import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Account } from './runnable-binaries.js'

/**
 * Looks for a folder on the way to a path that an account may not pass through.
 *
 * @returns the first one from the top; undefined if there is none, or for our own account
 */
export async function closedFolder(path: string, account: Account): Promise<string | undefined> {
  const { uid, gid } = account
  if (uid === undefined) return undefined
  const above = dirname(path) === path ? undefined : await closedFolder(dirname(path), account)
  if (above !== undefined) return above
  const folder = await stat(path)
  const digit = folder.uid === uid ? 0o100 : folder.gid === gid ? 0o010 : 0o001
  return folder.mode & digit ? undefined : path
}
