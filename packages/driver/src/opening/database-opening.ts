import { AuthError } from '@rowauth/core'
import { defaultNames, quoteName, sessionCredential, sessionSettings } from '@rowauth/core/internal'
import { sessionRole, withSettings } from './claims-statement.js'
import { databaseRefusal, isCredentialRefused } from './database-refusal.js'
import type { OpeningOf } from './opening.js'
import { type Credential, credential, Tickets } from './tickets.js'

const nobody = credential('')

/**
 * Database mode: the database verifies the token, and answers with a ticket, which is sent instead of it from then
 * on. Whoever sends claims alone is nobody there.
 *
 * @param schema - name of the auth schema, which was installed with verification by the database
 */
export function databaseOpening(schema: string = defaultNames.schema): OpeningOf {
  const tickets = new Tickets()
  const open = `${quoteName(schema, new Set([defaultNames.schema]))}.open_session($2)`
  const text = `select pg_catalog.set_config('role', $1, true) is null, ${open}`
  return (session) => {
    const token = sessionCredential(session)
    const role = sessionRole(session)
    const settings = sessionSettings(session)
    let ticket: Credential | undefined
    let sent = nobody
    return {
      role,
      get secret() {
        return sent.text
      },
      statement() {
        ticket = tickets.get(token)
        if (token !== '') sent = ticket ?? credential(token)
        const sets = ['role', 'rowauth.session', 'request.jwt.claims']
        return withSettings({ text, values: [role, sent.text], sets }, settings)
      },
      async answered([, answer]) {
        const [digest, issued] = String(answer).split(' ')
        if (digest !== (await sent.digest())) {
          throw new AuthError(
            'unsupported',
            'The database has opened a session for something else than was sent.',
          )
        }
        if (issued !== undefined) tickets.add(token, issued)
      },
      refused(error) {
        if (ticket !== undefined && isCredentialRefused(error)) {
          tickets.remove(token, ticket)
          return 'again'
        }
        return databaseRefusal(error) ?? 'fail'
      },
    }
  }
}
