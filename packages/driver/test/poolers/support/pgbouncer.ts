import { type Pooler, startPooler } from './start-pooler.js'

const { PGBOUNCER = '/usr/sbin/pgbouncer', PGBOUNCER_1_24 = '/opt/rowauth-poolers/pgbouncer' } = process.env

/** Debian 12 has 1.18, which knows no prepared statements; the other one has been installed beside it. */
export const pgbouncers = {
  '1.18': PGBOUNCER,
  '1.24': PGBOUNCER_1_24,
} as const

/** PgBouncer in transaction mode, with two connections to the server. */
export function startPgbouncer(
  connectionString: string,
  { version, maxPreparedStatements }: { version: keyof typeof pgbouncers; maxPreparedStatements?: number },
): Promise<Pooler> {
  const { hostname, port: serverPort, username, password, pathname } = new URL(connectionString)
  const prepared =
    maxPreparedStatements === undefined ? '' : `max_prepared_statements = ${maxPreparedStatements}`
  return startPooler(connectionString, {
    command: pgbouncers[version],
    args: (folder) => [`${folder}/pgbouncer.ini`],
    files: ({ folder, port }) => ({
      'users.txt': `"${username}" "${password}"\n`,
      'pgbouncer.ini': `
[databases]
${pathname.slice(1)} = host=${hostname} port=${serverPort}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${folder}/users.txt
pool_mode = transaction
default_pool_size = 2
${prepared}
`,
    }),
  })
}
