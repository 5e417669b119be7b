import type { ClientOptions } from '../postgres-js-types.js'

/** What a server is, as `target_session_attrs` sees it. */
interface ServerState {
  readonly standby: boolean
  readonly readOnly: boolean
}

const wanted: Readonly<Record<string, (state: ServerState, last: boolean) => boolean>> = {
  'read-write': ({ readOnly }) => !readOnly,
  'read-only': ({ readOnly }) => readOnly,
  primary: ({ standby }) => !standby,
  standby: ({ standby }) => standby,
  'prefer-standby': ({ standby }, last) => standby || last,
}

interface Asks {
  query(config: { text: string; rowMode: 'array' }): Promise<{ readonly rows: unknown[][] }>
}

const question = "select pg_catalog.pg_is_in_recovery(), pg_catalog.current_setting('transaction_read_only')"

/** Checks that a new connection leads to such a server as `target_session_attrs` asks for; undefined: any will do. */
export function stateCheck({
  target_session_attrs: attributes,
}: ClientOptions): ((client: Asks, last: boolean) => Promise<void>) | undefined {
  const fits = typeof attributes === 'string' ? wanted[attributes] : undefined
  if (fits === undefined) return undefined
  return async (client, last) => {
    const { rows } = await client.query({ text: question, rowMode: 'array' })
    const [standby, readOnly] = rows[0] ?? []
    if (fits({ standby: standby === true, readOnly: readOnly === 'on' }, last)) return
    const code = 'CONNECTION_CLOSED'
    throw Object.assign(new Error(`No host is such as \`target_session_attrs\` asks for: ${attributes}.`), {
      code,
    })
  }
}
