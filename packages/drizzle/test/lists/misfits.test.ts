import {
  authenticatedRole,
  authSession,
  authUserId,
  authUserUuid,
  claim,
  crudPolicy,
  inClaim,
  organizationId,
  organizationRoles,
  ownedBy,
} from '@rowauth/drizzle'
import { and, arrayContains, eq, inArray, ne, not, notInArray, or, type SQL, sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  getTableConfig,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  text,
  timestamp,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core'
import { describe, expect, test } from 'vitest'

const kind = pgEnum('kind', ['a', 'b'])
const columns = {
  id: integer().primaryKey(),
  orgId: uuid('org_id'),
  label: text(),
  name: varchar({ length: 10 }),
  shard: bigint({ mode: 'number' }),
  done: boolean(),
  data: jsonb(),
  labels: text().array(),
  at: timestamp({ withTimezone: true }),
  kind: kind(),
}

const definition = (condition: (table: typeof shape) => SQL | undefined) => () =>
  getTableConfig(
    pgTable('notes', columns, (table) => [
      crudPolicy({ role: authenticatedRole, read: condition(table as unknown as typeof shape) }),
    ]),
  )
const shape = pgTable('notes', columns)

describe('a comparison that CREATE POLICY would refuse is refused when the schema is loaded', () => {
  test.each<[string, (table: typeof shape) => SQL | undefined, RegExp]>([
    ['inArray of jsonb', (t) => inArray(t.orgId, claim('orgs', { as: 'jsonb' }) as never), /inClaim/],
    ['notInArray of jsonb', (t) => notInArray(t.orgId, claim('orgs', { as: 'jsonb' }) as never), /<> all/],
    ['inArray of a list', (t) => inArray(t.orgId, claim('orgs', { as: 'uuid[]' }) as never), /inClaim/],
    ['inArray of text, for a uuid', (t) => inArray(t.orgId, claim('org') as never), /uuid/],
    [
      'inside of and, or, not',
      (t) => and(eq(t.id, 1), or(not(inArray(t.orgId, claim('o', { as: 'jsonb' }) as never)))),
      /inClaim/,
    ],
    ['in sql', (t) => sql`${t.done} and ${t.orgId} in ${claim('orgs', { as: 'jsonb' })}`, /inClaim/],
    ['a list with =', (t) => eq(t.orgId, claim('orgs', { as: 'uuid[]' }) as never), /inClaim/],
    ['jsonb with =', (t) => eq(t.orgId, claim('org', { as: 'jsonb' }) as never), /as: 'uuid'/],
    ['text for a uuid', (t) => eq(t.orgId, claim('org')), /as: 'uuid'/],
    ['text for an integer', (t) => eq(t.id, claim('id') as never), /as: 'integer'/],
    ['text for a bigint', (t) => ne(t.shard, claim('id') as never), /as: 'bigint'/],
    ['text for a boolean', (t) => eq(t.done, claim('id') as never), /as: 'boolean'/],
    ['a uuid for text', (t) => eq(t.label, claim('id', { as: 'uuid' })), /as: 'text'/],
    [
      'the user’s id as text, for a uuid',
      (t) => eq(t.orgId, authUserId()),
      /authUserId\(\) is text.*ownedBy/,
    ],
    ['the user’s id as uuid, for text', (t) => eq(t.label, authUserUuid()), /authUserUuid\(\) is uuid/],
    ['all claims', (t) => sql`${t.label} in ${authSession()}`, /authSession\(\) is jsonb/],
    [
      'an organization as text, for a uuid',
      (t) => eq(t.orgId, organizationId('clerk')),
      /organizationId\('clerk'\) is text/,
    ],
    ['the roles in it', (t) => inArray(t.label, organizationRoles('clerk') as never), /= any/],
    ['the other way round', (t) => sql`${claim('org')} = ${t.orgId}`, /as: 'uuid'/],
  ])('%s', (_, condition, says) => {
    expect(definition(condition)).toThrow(TypeError)
    expect(definition(condition)).toThrow(says)
  })

  test.each<[string, (table: typeof shape) => SQL | undefined]>([
    ['the same type', (t) => eq(t.orgId, claim('org', { as: 'uuid' }))],
    ['text and varchar', (t) => and(eq(t.label, claim('a')), eq(t.name, claim('a')))],
    [
      'whole numbers of any size',
      (t) => and(eq(t.id, claim('a', { as: 'bigint' }) as never), eq(t.shard, claim('a', { as: 'int' }))),
    ],
    ['numeric', (t) => sql`${t.id} = ${claim('a', { as: 'numeric' })}`],
    ['in of a single claim', (t) => inArray(t.orgId, claim('org', { as: 'uuid' }) as never)],
    [
      'jsonb for jsonb',
      (t) => sql`${t.data} @> ${claim('a', { as: 'jsonb' })} and ${t.data} = ${claim('a', { as: 'jsonb' })}`,
    ],
    [
      'a list for a list',
      (t) =>
        and(
          arrayContains(t.labels, claim('a', { as: 'text[]' })),
          sql`${t.labels} = ${claim('a', { as: 'text[]' })}`,
        ),
    ],
    ['any', (t) => sql`${t.orgId} = any(${claim('orgs', { as: 'uuid[]' })})`],
    ['a time', (t) => sql`${t.at} > ${claim('auth_time', { as: 'timestamptz' })}`],
    ['a type of the database', (t) => sql`${t.kind} = ${claim('kind')}::kind`],
    ['a cast', (t) => sql`${t.orgId} = ${claim('org')}::uuid`],
    ['a cast of the column', (t) => sql`${t.orgId}::text = ${claim('org')}`],
    [
      'a function around it',
      (t) => sql`lower(${t.label}) = ${claim('a')} and ${t.orgId} = uuid(${claim('a')})`,
    ],
    [
      'more than the claim',
      (t) =>
        sql`${t.data} = ${claim('a', { as: 'jsonb' })} -> 'x' and ${t.label} = ${claim('a', { as: 'jsonb' })} ->> 'x'`,
    ],
    ['an organization', (t) => eq(t.orgId, organizationId('workOs', { as: 'uuid' }))],
    ['what is no claim', (t) => and(ownedBy(t.orgId), inClaim(t.orgId, 'a'), eq(t.label, authUserId()))],
  ])('%s is not', (_, condition) => {
    expect(definition(condition)).not.toThrow()
  })
})
