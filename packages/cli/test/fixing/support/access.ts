import type pg from 'pg'

const users = [
  { role: 'authenticated', sub: 'alice' },
  { role: 'authenticated', sub: 'bob' },
  { role: 'anonymous', sub: null },
] as const

/** By `role (sub) command relation`: how many rows, or the SQLSTATE of the refusal. */
export type Access = Readonly<Record<string, number | string>>

/** What each user sees, and could update and delete, in the transaction that the client is in, which stays as it was. */
export async function accessOf(client: pg.Client): Promise<Access> {
  const { rows } = await client.query<{ name: string; column: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name, quote_ident(a.attname) as column
     from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
     where c.relkind in ('r', 'p', 'v', 'm') and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'auth')
       and a.attnum = (select min(x.attnum) from pg_attribute x
         where x.attrelid = c.oid and x.attnum > 0 and not x.attisdropped and x.attidentity = '')
     order by 1`,
  )
  const access: Record<string, number | string> = {}
  for (const { role, sub } of users) {
    await client.query('savepoint as_user')
    try {
      await client.query(`select set_config('request.jwt.claims', $1, true), set_config('role', $2, true)`, [
        sub === null ? '' : JSON.stringify({ sub }),
        role,
      ])
    } catch (error) {
      await client.query('rollback to as_user')
      access[`${role} (${sub})`] = codeOf(error)
      continue
    }
    for (const { name, column } of rows) {
      const commands = {
        select: `select * from ${name}`,
        update: `update ${name} set ${column} = ${column}`,
        delete: `delete from ${name}`,
      }
      for (const [command, sql] of Object.entries(commands)) {
        await client.query('savepoint command')
        const key = `${role} (${sub}) ${command} ${name}`
        try {
          access[key] = (await client.query(sql)).rowCount ?? 0
        } catch (error) {
          access[key] = codeOf(error)
        }
        await client.query('rollback to command')
      }
    }
    await client.query('rollback to as_user')
  }
  return access
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error && 'code' in error)) throw error
  return String(error.code)
}

/** What of it differs afterwards. */
export function accessDiff(before: Access, after: Access): [name: string, was: unknown, is: unknown][] {
  return Object.keys({ ...before, ...after })
    .filter((name) => before[name] !== after[name])
    .map((name) => [name, before[name], after[name]])
}
