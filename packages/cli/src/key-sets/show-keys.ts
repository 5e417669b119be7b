import { printable, withoutControls } from '../terminal/printable.js'
import type { Style } from '../terminal/style.js'
import { type RegisteredKey, stateOf } from './registered-key.js'
import type { SyncedKey } from './sync-keys.js'

/** What a sync did, one key a line. */
export function syncLines(
  keys: readonly SyncedKey[],
  { dryRun, notes = [] }: { readonly dryRun: boolean; readonly notes?: readonly string[] },
  style: Style,
): string {
  const mark: Record<SyncedKey['action'], (text: string) => string> = {
    added: style.good,
    changed: style.warning,
    replaced: style.warning,
    retired: style.warning,
    unchanged: style.faint,
    skipped: style.bad,
  }
  const lines = keys.map(({ action, kid, alg, issuer, reason }) =>
    [
      mark[action](action.padEnd(9)),
      printable(kid),
      ...(alg === undefined ? [] : [alg]),
      ...(issuer === null ? [] : [style.faint(printable(issuer))]),
      ...(reason === undefined ? [] : [withoutControls(reason)]),
    ].join('  '),
  )
  const all = [...notes, ...(dryRun ? ['Nothing was done: this is a dry run.'] : [])]
  return `${[...lines, ...all.map((note) => `${style.warning('note')} ${note}`)].join('\n')}\n`
}

/** The registered keys, one a line with its times below. */
export function registeredLines(keys: readonly RegisteredKey[], style: Style): string {
  if (keys.length === 0)
    return 'No keys are registered, so every token is refused. Run "rowauth jwks sync".\n'
  return keys
    .map((key) => {
      const state = stateOf(key)
      const row = (name: string, value: string) => `  ${style.faint(name.padEnd(10))} ${value}\n`
      return [
        `${style.strong(printable(key.kid))}  ${key.alg}  ${(state === 'active' ? style.good : style.warning)(state)}\n`,
        row('issuer', key.issuer === null ? 'any' : printable(key.issuer)),
        row('audience', key.audience === null ? 'any' : key.audience.map(printable).join(', ')),
        ...(key.notBefore === null ? [] : [row('from', key.notBefore.toISOString())]),
        ...(key.notAfter === null ? [] : [row('until', key.notAfter.toISOString())]),
        row('registered', key.registeredAt.toISOString()),
      ].join('')
    })
    .join('')
}
