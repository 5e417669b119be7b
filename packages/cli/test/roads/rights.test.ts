import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { neonViewpoints, openNeonRls } from './databases/neon-rls.js'
import { neonDependents } from './projects/neon-rls.js'
import { type Rights, rightsOf } from './support/rights.js'

/** Every change, and the aspects in which it shows. */
const changes: [string, string[]][] = [
  ['grant select on open_todos to reporting', ['relations']],
  ['grant update (task) on todos to reporting', ['relations']],
  ['grant select on sequence todos_id_seq to reporting', ['sequences']],
  ['revoke execute on function finish_all() from public', ['functions']],
  ['grant create on schema public to reporting', ['schemas']],
  ['grant reporting to anonymous', ['members', 'relations', 'sequences', 'schemas']],
  ['alter role reporting bypassrls', ['roles']],
  ['alter default privileges grant select on tables to reporting', ['default-privileges']],
  ['alter table documents owner to cloud_admin', ['owners', 'relations']],
  ['alter table documents force row level security', ['row-security']],
  ['alter policy published on documents to anonymous', ['policies']],
  ['alter table todos alter user_id set default current_user', ['defaults']],
  ['alter view open_todos set (security_invoker = false)', ['views']],
  ['alter table todos drop constraint todos_owner_check', ['definitions']],
  ['alter function stamp_todo() security definer', ['definitions']],
  ['comment on policy published on documents is $$for all$$', ['comments']],
  ['update todos set user_id = $$alice$$ where id = 3', ['rows of alice', 'rows of bob']],
]

function differences(before: Rights, after: Rights): string[] {
  return Object.keys(before).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
}

describe('rights', () => {
  let road: Awaited<ReturnType<typeof openNeonRls>>
  let url: string
  beforeAll(async () => {
    road = await openNeonRls()
    url = (await road.createDatabase({ dependents: neonDependents })).superuser
  })
  afterAll(() => road?.close())

  const rights = () => rightsOf(url, { as: neonViewpoints })

  test('are the same when nothing has changed, and are read without changing anything', async () => {
    expect(await rights()).toEqual(await rights())
  })

  test.each(changes)('show %s', async (sql, aspects) => {
    const before = await rights()
    await road.server.query(url, sql)
    expect(differences(before, await rights())).toEqual(expect.arrayContaining(aspects))
  })

  test('leave out what they are asked to', async () => {
    const text = JSON.stringify(
      await rightsOf(url, { as: neonViewpoints, without: ['public', 'Team Space'] }),
    )
    expect(text).not.toMatch(/public\.todos|Team Space/)
    expect(text).toContain('auth.user_id')
  })
})
