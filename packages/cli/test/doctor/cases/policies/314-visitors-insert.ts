import type { LintCases } from '../../support/lint-case.js'

const messages = `
  create table app.messages (id bigint generated always as identity primary key, body text);
  alter table app.messages enable row level security;
  grant insert on app.messages to anonymous;`

const form = 'create policy form on app.messages for insert to anonymous with check (true)'

export const cases: LintCases = {
  faults: [
    {
      name: 'a contact form',
      given: messages,
      fault: form,
      options: { ignore: [103] },
      finds: ['policy form on app.messages'],
      fix: /comment on policy form on app\.messages is 'doctor: ignore 314, a contact form';$/,
      byHand: true,
    },
    {
      name: 'a contact form for everybody',
      given: `${messages} grant insert on app.messages to authenticated`,
      fault: 'create policy form on app.messages for insert with check (body is null or true)',
      options: { ignore: [103] },
      finds: ['policy form on app.messages'],
      byHand: true,
    },
  ],
  sound: [
    {
      name: 'acknowledged',
      given: `${messages} ${form}; comment on policy form on app.messages is 'doctor: ignore 314, a contact form';`,
    },
    {
      name: 'that asks something of the caller',
      given: `${messages}
        create policy form on app.messages for insert to anonymous
          with check ((select auth.jwt() ->> 'form') = 'contact')`,
    },
  ],
}
