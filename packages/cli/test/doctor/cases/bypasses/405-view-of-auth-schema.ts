import type { LintCases } from '../../support/lint-case.js'

const users = `
  create role supabase_admin nologin;
  create schema accounts authorization supabase_admin;
  create table accounts.users (id text primary key, encrypted_password text);`

export const cases: LintCases = {
  verification: 'database',
  faults: [
    {
      name: 'of the secrets',
      given: 'create view app.seals as select * from auth.secrets',
      fault: 'grant select on app.seals to authenticated',
      finds: ['view app.seals'],
      fix: /^revoke all on app\.seals from authenticated;$/,
    },
    {
      name: 'materialised, of a view, of the users of the platform',
      given: `${users}
        create view app.everybody as select id from accounts.users;
        create materialized view app.ids as select id from app.everybody`,
      fault: 'grant select on app.ids to public',
      finds: ['materialised view app.ids'],
    },
  ],
  sound: [
    { name: 'without grants', given: 'create view app.seals as select * from auth.secrets' },
    {
      name: 'that reads as whoever asks',
      given: `${users}
        create view app.everybody with (security_invoker = true) as select id from accounts.users;
        grant select on app.everybody to authenticated`,
      since: 15,
    },
  ],
}
