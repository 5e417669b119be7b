import type { AdoptionKind } from '../adoption/adoption.js'
import { CliError } from '../cli-error.js'

const reasons: Readonly<Record<'supabase' | 'settings' | 'nothing', string>> = {
  supabase: 'The functions are those of Supabase, which needs them itself.',
  settings: 'Policies read settings themselves, and call no functions that could be replaced.',
  nothing: 'Neither migrations nor database show auth functions of an extension, or made by hand.',
}

/** @throws {CliError} `nothing_to_move` where there are no functions that the auth schema could take the place of */
export function assertMovable(
  kind: AdoptionKind | undefined,
): asserts kind is Exclude<AdoptionKind, 'supabase' | 'settings'> {
  if (kind === 'pg_session_jwt' || kind === 'functions') return
  throw new CliError('nothing_to_move', reasons[kind ?? 'nothing'], {
    hint:
      kind === undefined
        ? 'Name the database with --url; or leave out --move to install the auth schema.'
        : 'Use what is there: rowauth init --adopt.',
  })
}
