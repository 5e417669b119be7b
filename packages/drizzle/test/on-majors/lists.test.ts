import { activeOrganization } from '@rowauth/core'
import {
  authenticatedRole,
  claim,
  crudPolicy,
  inClaim,
  organizationId,
  organizationRoles,
} from '@rowauth/drizzle'
import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { describe, expect, test } from 'vitest'
import { odd, recorded } from '../../../core/test/organizations/recorded.js'
import { id, oddClaims } from '../lists/odd-claims.js'
import { openDatabase, user } from '../policy/support/database.js'

const documents = pgTable(
  'documents',
  { id: integer().primaryKey(), orgId: uuid('org_id'), body: text() },
  (table) => [crudPolicy({ role: authenticatedRole, read: inClaim(table.orgId, 'orgs') })],
)

describe.each([14, 15, 16, 17, 18] as const)('PostgreSQL %s', (version) => {
  test('lists of claims and organizations: values, errors, index', async () => {
    const database = await openDatabase({ documents }, { version })
    try {
      await database.client.query(`
        insert into documents select n, gen_random_uuid(), repeat('x', 100) from generate_series(1, 20000) n;
        update documents set org_id = '${id.one}' where id = 7;
        create index on documents (org_id);
        create table one (); insert into one default values; grant select on one to authenticated;
        analyze documents;
      `)
      for (const { value, text, uuid, integer, bigint } of oddClaims) {
        await database.as(user('alice', { orgs: value }), async () => {
          const fields = {
            text: claim('orgs', { as: 'text[]' }),
            uuid: claim('orgs', { as: 'uuid[]' }),
            integer: claim('orgs', { as: 'integer[]' }),
            bigint: claim('orgs', { as: 'bigint[]' }),
          }
          const [row] = await database.db.select(fields).from(pgTable('one', {}))
          expect(row).toEqual({ text, uuid, integer, bigint })
          await database.client.query('select from documents')
        })
      }
      for (const { provider, claims } of [...odd, ...recorded]) {
        await database.as({ claims }, async () => {
          const fields = { id: organizationId(provider), roles: organizationRoles(provider) }
          const [row] = await database.db.select(fields).from(pgTable('one', {}))
          const expected = activeOrganization(provider, JSON.parse(JSON.stringify(claims)))
          expect(row).toEqual(expected ?? { id: null, roles: null })
        })
      }
      await database.as(user('alice', { orgs: ['junk', id.one] }), async () => {
        expect((await database.client.query('select id from documents')).rows).toEqual([{ id: 7 }])
        const { rows } = await database.client.query('explain (costs off) select * from documents')
        const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
        expect(plan).toMatch(/Index Scan.*documents_org_id_idx/)
        expect(plan.match(/^\s*InitPlan/gm)).toHaveLength(1)
      })
    } finally {
      await database.close()
    }
  })
})
