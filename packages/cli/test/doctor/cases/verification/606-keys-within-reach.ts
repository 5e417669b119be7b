import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  verification: 'database',
  faults: [
    {
      name: 'by a grant to a role that queries run as',
      fault: 'grant select on auth.secrets to authenticated; grant insert on auth.jwks to public',
      finds: ['table auth.jwks', 'table auth.secrets'],
      fix: /^revoke all on auth\.(jwks from public|secrets from authenticated);$/,
    },
    {
      name: 'by membership in the owner',
      given: `create role keeper nologin;
        do $$ declare t regclass; begin
          for t in select oid::regclass from pg_class where relnamespace = 'auth'::regnamespace and relkind = 'r' loop
            execute format('alter table %s owner to keeper', t);
          end loop;
        end $$;
        grant usage, create on schema auth to keeper;
        alter schema auth owner to keeper`,
      fault: 'grant keeper to authenticator',
      options: { ignore: [204] },
      finds: ['role authenticator'],
      fix: /^revoke keeper from authenticator;$/,
    },
  ],
}
