import type { AdoptionKind } from '../adoption/adoption.js'
import { CliError } from '../cli-error.js'

const reasons: Readonly<Record<'supabase' | 'settings' | 'nothing', string>> = {
  supabase: 'The functions are those of Supabase, which needs them itself.',
  settings: 'Policies read settings themselves, and call no functions that could be replaced.',
  nothing: 'Neither migrations nor database show auth functions of an extension, or made by hand.',
}

/**
 * @param settings - that the functions read beside the claims
 * @throws {CliError} `nothing_to_move` where there are no functions that the auth schema could take the place of;
 *   `move_blocked` where they read what its own do not
 */
export function assertMovable(
  kind: AdoptionKind | undefined,
  settings: readonly string[],
): asserts kind is Exclude<AdoptionKind, 'supabase' | 'settings'> {
  if (kind === 'pg_session_jwt') return
  if (kind === 'functions') {
    if (settings.length === 0) return
    throw new CliError(
      'move_blocked',
      `Functions or policies read ${settings.map((name) => `'${name}'`).join(', ')}, and those of the auth schema read the claims alone: somebody would see other rows.`,
      { hint: 'Use what is there: rowauth init --adopt, and give withAuth the settings.' },
    )
  }
  throw new CliError('nothing_to_move', reasons[kind ?? 'nothing'], {
    hint:
      kind === undefined
        ? 'Name the database with --url; or leave out --move to install the auth schema.'
        : 'Use what is there: rowauth init --adopt.',
  })
}
