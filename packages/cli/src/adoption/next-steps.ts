import { defaultNames } from '@rowauth/core/internal'
import type { Adoption, AdoptionKind } from './adoption.js'

const guides: Readonly<Record<AdoptionKind, string>> = {
  pg_session_jwt: 'neon-rls.md',
  supabase: 'supabase.md',
  functions: 'hand-written.md',
  settings: 'hand-written.md',
}

/** The options that `withAuth` needs for what was adopted, as TypeScript. */
export function withAuthOptions({ names: { authenticated, anonymous }, settings }: Adoption): string {
  const roles = [
    ...(authenticated === defaultNames.authenticated ? [] : [`authenticated: ${quoted(authenticated)}`]),
    ...(anonymous === defaultNames.anonymous ? [] : [`anonymous: ${quoted(anonymous)}`]),
  ]
  const claims = settings.map((name) => `${quoted(name)}: claim('…')`)
  const options = [
    'verifier',
    ...(roles.length === 0 ? [] : [`roles: { ${roles.join(', ')} }`]),
    ...(claims.length === 0 ? [] : [`settings: { ${claims.join(', ')} }`]),
  ]
  return `{ ${options.join(', ')} }`
}

/** As a string of TypeScript. */
function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n')}'`
}

/** What is left to do by hand, in order. */
export function adoptionSteps(adoption: Adoption): string[] {
  const { kind, names } = adoption
  return [
    `alter role ${names.authenticator} login password '…'   (in SQL, not in a migration; then into the application's connection string)`,
    `const db = withAuth(drizzle(…), ${withAuthOptions(adoption)})`,
    `npx rowauth doctor --url --app-role ${names.authenticator}`,
    `The guide: https://github.com/rowauth/rowauth/blob/main/docs/guides/${guides[kind]}`,
  ]
}
