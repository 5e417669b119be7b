import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openServer, type Server } from '../support/database.js'
import { rowauth } from '../support/run.js'

/** One that PostgreSQL quotes, and one that it does not. */
describe.each(['app_auth', 'App "auth"'])(
  'rowauth check of a database that verifies, schema %s',
  (schema) => {
    let server: Server
    let url: string
    const quoted = `"${schema.replaceAll('"', '""')}"`
    const run = (command: string, ...args: string[]) =>
      rowauth([command, '--url', url, '--schema', schema, ...server.rolesOption, ...args, '--json'])
    beforeAll(async () => {
      server = await openServer()
      url = await server.createDatabase()
    })
    beforeEach(async () => {
      expect((await run('apply', '--verification', 'database')).json()).toMatchObject({ ok: true })
    })
    afterAll(() => server.close())

    async function findings(): Promise<{ code: string; object: string }[]> {
      const { json } = await run('check')
      const { ok, verification, findings: found } = json()
      expect({ ok, verification }).toEqual({
        ok: (found as unknown[]).length === 0,
        verification: 'database',
      })
      return (found as { code: string; object: string }[]).map(({ code, object }) => ({ code, object }))
    }

    test('finds nothing where it was applied, and leaves nothing behind', async () => {
      const catalog = `select oid::text from pg_proc union all
      select oid::text from pg_class where relnamespace <> 'pg_toast'::regnamespace order by 1`
      expect(await findings()).toEqual([])
      const before = await server.query(url, catalog)
      expect(await findings()).toEqual([])
      expect(await server.query(url, catalog)).toEqual(before)
    })

    test('finds functions that were changed or are gone', async () => {
      await server.query(
        url,
        `create or replace function ${quoted}.verify_signature(jwk jsonb, alg text, message bytea, signature bytea)
         returns boolean language sql as 'select true';
       alter function ${quoted}.session() reset search_path;
       drop function ${quoted}.rotate_secret()`,
      )
      expect(await findings()).toEqual([
        { code: 'function_missing', object: `${quoted}.rotate_secret()` },
        { code: 'function_differs', object: `${quoted}.session()` },
        {
          code: 'function_differs',
          object: `${quoted}.verify_signature(jwk jsonb, alg text, message bytea, signature bytea)`,
        },
      ])
    })

    test('finds rights on what is for the owner alone, and rights that sessions need', async () => {
      const { authenticated, authenticator } = server.roles
      await server.query(
        url,
        `grant select on ${quoted}.secrets to ${authenticated};
       grant execute on function ${quoted}.rotate_secret() to public;
       revoke execute on function ${quoted}.open_session(text) from ${authenticator};
       grant execute on function ${quoted}.session() to public`,
      )
      const name = /^\w+$/.test(schema) ? schema : quoted
      expect(await findings()).toEqual([
        { code: 'grant_excess', object: `${name}.session()` },
        { code: 'grant_owner_only', object: `${name}.rotate_secret()` },
        { code: 'grant_owner_only', object: `table ${name}.secrets` },
      ])
      await server.query(url, `revoke execute on function ${quoted}.open_session(text) from public`)
      expect(await findings()).toContainEqual({
        code: 'grant_missing',
        object: `${name}.open_session(text)`,
      })
      expect((await run('apply')).json()).toMatchObject({ ok: true, verification: 'database' })
      expect(await findings()).toEqual([])
    })
  },
)
