import { authSchemaSql } from '@rowauth/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openServer, type Server } from '../support/database.js'
import { addMigrationFile } from '../support/migrations.js'
import { createProject, kits, type TestProject } from '../support/project.js'
import { rowauth } from '../support/run.js'

let server: Server
beforeAll(async () => {
  server = await openServer()
})
afterAll(() => server.close())

/** Who may do what on the tables of the database, as `role: privilege on table`. */
async function grants(url: string): Promise<string[]> {
  const { authenticated, anonymous } = server.roles
  const rows = await server.query(
    url,
    `select replace(replace(x.grantee::regrole::text, '${authenticated}', 'user'), '${anonymous}', 'visitor')
       || ': ' || lower(x.privilege_type) || ' on ' || c.relname as line
     from pg_class c, aclexplode(c.relacl) x
     where c.relnamespace = 'public'::regnamespace and x.grantee <> c.relowner
     order by 1`,
  )
  return rows.map(({ line }) => String(line))
}

describe.each(kits)('with drizzle-kit $line', { timeout: 60_000 }, (kit) => {
  let project: TestProject
  beforeAll(async () => {
    project = await createProject(kit)
  })
  afterAll(() => project.remove())
  const run = (...args: string[]) => rowauth(args, { cwd: project.root })

  test('grants what policies are for, and nothing else', async () => {
    await project.reset()
    expect(await run('init', ...server.rolesOption)).toMatchObject({ exitCode: 0, err: '' })
    const { migration } = (await run('grants', '--json')).json()
    const text = await project.read(String(migration))
    expect(text).toMatch(/^-- rowauth grants, version 1\n/)
    expect(text).toContain(server.roles.authenticated)

    const { authenticated, anonymous } = server.roles
    const url = await server.createDatabase()
    await server.query(url, authSchemaSql({ roles: server.roles }))
    await server.query(
      url,
      `create table todos (id serial primary key, owner text);
       create table "Odd ""Name""" (id int generated always as identity);
       create table for_everybody (id int);
       create table only_restricted (id int);
       create table without_rls (id int);
       create table of_others (id int);
       create view seen as select * from todos;
       alter table todos enable row level security;
       alter table "Odd ""Name""" enable row level security;
       alter table for_everybody enable row level security;
       alter table only_restricted enable row level security;
       alter table of_others enable row level security;
       create policy own on todos to ${authenticated} using (true);
       create policy seen on todos for select to ${anonymous} using (true);
       create policy reading on "Odd ""Name""" for select to ${authenticated} using (true);
       create policy writing on "Odd ""Name""" for insert to ${authenticated} with check (true);
       create policy everybody on for_everybody for select using (id > 0);
       create table open (id int); alter table open enable row level security; create policy all_of_it on open using (true);
       create policy narrow on only_restricted as restrictive to ${authenticated} using (true);
       create policy pointless on without_rls to ${authenticated} using (true);
       create policy others on of_others to pg_monitor using ((select auth.user_id()) = 'a');`,
    )
    const rights = async (role: string) => {
      const functions = ['auth.session()', 'auth.user_id()', 'auth.uid()']
      const [row] = await server.query(
        url,
        `select has_schema_privilege('${role}', 'auth', 'usage') as usage,
           array(select f from unnest(array['${functions.join("','")}']) f where has_function_privilege('${role}', f, 'execute')) as functions`,
      )
      return row
    }
    expect(await rights('pg_monitor')).toEqual({ usage: false, functions: [] })
    await server.query(url, text)
    // A role of one's own gets what its policy calls, and another role nothing.
    expect(await rights('pg_monitor')).toEqual({
      usage: true,
      functions: ['auth.session()', 'auth.user_id()'],
    })
    expect(await rights('pg_signal_backend')).toEqual({ usage: false, functions: [] })
    const granted = [
      'user: delete on todos',
      'user: insert on Odd "Name"',
      'user: insert on todos',
      'user: select on Odd "Name"',
      'user: select on for_everybody',
      'user: select on todos',
      'user: update on todos',
      'user: usage on todos_id_seq',
      'visitor: select on todos',
    ]
    expect((await grants(url)).sort()).toEqual(granted.sort())
    await server.query(url, text)
    expect((await grants(url)).sort()).toEqual(granted)
  })

  test('takes the names of an adoption, and those of the command line before them', async () => {
    await project.reset()
    await addMigrationFile(project, kit, 'other', 'create extension pg_session_jwt;')
    expect(await run('init')).toMatchObject({ exitCode: 0, err: '' })
    expect((await run('grants', '--json')).json()).toMatchObject({
      names: { authenticated: 'authenticated', authenticator: 'rowauth_authenticator' },
    })
    const { names, migration } = (await run('grants', '--roles', 'authenticated=member', '--json')).json()
    expect(names).toMatchObject({ authenticated: 'member', anonymous: 'anonymous' })
    expect(await project.read(String(migration))).toContain("'member'")
  })

  test('init puts the same at the end of its migration when asked, and check knows it', async () => {
    await project.reset()
    const { migration } = (await run('init', '--grants', ...server.rolesOption, '--json')).json()
    const text = await project.read(String(migration))
    expect(text).toMatch(/^-- options: \{.*"grants":true\}$/m)
    expect(text.trim()).toMatch(/Grants the roles what policies are for[\s\S]*\$rowauth\$;$/)
    expect(await run('check')).toMatchObject({ exitCode: 0, err: '' })
    expect((await run('upgrade', '--json')).json()).toMatchObject({ ok: true, migration: null })
  })
})
