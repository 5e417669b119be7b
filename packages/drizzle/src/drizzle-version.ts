import { AuthError } from '@rowauth/core'

const version = /^(\d+)\.(\d+)\.\d+(?:-([a-z]+)\.(\d+))?/

/** From 0.45 on, and of 1.0 from its release candidate 5 on, as the peer dependency says. */
function isNewEnough(found: string): boolean {
  const [, major, minor, stage, count] = version.exec(found) ?? []
  if (major === '0') return Number(minor) >= 45
  // Snapshots have a hash in the place of a number.
  if (major !== '1' || minor !== '0' || stage === undefined) return true
  return stage === 'rc' && Number(count) >= 5
}

/**
 * Package managers only warn of a peer that is too old, or not even that.
 *
 * @param found - the version of drizzle-orm
 * @throws {AuthError} `unsupported`, with the version that is needed and the one that was found
 */
export function assertDrizzleVersion(found: string): void {
  if (isNewEnough(found)) return
  throw new AuthError(
    'unsupported',
    `@rowauth/drizzle needs drizzle-orm 0.45 or later, or 1.0.0-rc.5 or later, and has found ${found}. ` +
      'Install it: npm install drizzle-orm@latest (and drizzle-kit@latest).',
  )
}
