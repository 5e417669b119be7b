import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'a serial column',
      fault: `
        create table app.notes (id serial, user_id text default auth.user_id());
        create index on app.notes (user_id);
        alter table app.notes enable row level security;
        grant insert on app.notes to authenticated;
        create policy own on app.notes for insert to authenticated with check ((select auth.user_id()) = user_id);`,
      finds: ['sequence app.notes_id_seq'],
      gains: ['authenticated on app.notes_id_seq: usage'],
      fix: /^grant usage on sequence app\.notes_id_seq to authenticated;$/,
    },
  ],
}
