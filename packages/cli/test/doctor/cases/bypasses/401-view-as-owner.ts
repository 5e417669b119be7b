import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'a plain view',
      fault: 'grant select on app.own_titles to authenticated',
      finds: ['view app.own_titles'],
      fix: /^alter view app\.own_titles set \(security_invoker = true\);$/,
      since: 15,
    },
    {
      name: 'a plain view, where there is no other kind',
      fault: 'grant select on app.own_titles to authenticated',
      finds: ['view app.own_titles'],
      fix: /^revoke all on app\.own_titles from authenticated;$/,
      until: 14,
    },
    {
      name: 'a view of a view, for PUBLIC',
      fault:
        'create view app.all_titles as select * from app.own_titles; grant select on app.all_titles to public; grant select on app.own_titles to public',
      finds: ['view app.all_titles', 'view app.own_titles'],
    },
    {
      name: 'security_invoker turned off again',
      fault:
        'alter view app.own_titles set (security_invoker = off); grant select on app.own_titles to authenticated',
      finds: ['view app.own_titles'],
      since: 15,
    },
  ],
  sound: [
    {
      name: 'a security_invoker view',
      given:
        'alter view app.own_titles set (security_invoker = on); grant select on app.own_titles to authenticated',
      since: 15,
    },
    {
      name: 'a view of a table without policies and without grants',
      given:
        'create view app.public_part as select secret from app.private; grant select on app.public_part to public',
    },
  ],
}
