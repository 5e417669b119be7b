import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  verification: 'database',
  faults: [
    {
      name: 'restored: the tables are other ones than those of the dump',
      given: 'create table app.dump as select * from auth.secrets',
      fault: `drop table auth.verification_settings; create table auth.verification_settings (
          only_row boolean primary key default true, audit_log boolean not null default false,
          allow_connection_jwk boolean not null default false);
        insert into auth.verification_settings default values;
        delete from auth.secrets; insert into auth.secrets select * from app.dump`,
      finds: ['schema auth'],
      fix: /^select auth\.rotate_secret\(\);$/,
    },
  ],
  sound: [{ name: 'a key that was registered here', given: `select auth.rotate_secret()` }],
}
