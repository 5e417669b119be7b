import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'everything, in one schema',
      fault: 'alter default privileges in schema app grant all on tables to anonymous, authenticated',
      options: { ignore: [113] },
      finds: ['tables that postgres makes in schema app'],
      fix: /^alter default privileges for role postgres in schema app revoke .*truncate.* on tables from anonymous, authenticated;$/,
    },
    {
      name: 'of another role, in all schemas, to PUBLIC',
      given: 'create role "Migrator" nologin',
      fault: 'alter default privileges for role "Migrator" grant truncate on tables to public',
      finds: ['tables that "Migrator" makes'],
    },
  ],
  sound: [
    {
      name: 'to a role that queries do not run as',
      given: 'create role jobs nologin; alter default privileges grant all on tables to jobs',
    },
    {
      name: 'of sequences and functions',
      given: `
        alter default privileges grant usage on sequences to authenticated;
        alter default privileges grant execute on functions to authenticated`,
    },
    {
      name: 'of a role that the operator of the server keeps for itself',
      given: `
        create role supabase_admin nologin;
        alter default privileges for role supabase_admin in schema app grant all on tables to authenticated`,
    },
  ],
}
