import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'a role beyond the two',
      given: 'create role boss nologin',
      fault: 'grant boss to authenticator',
      finds: ['role authenticator'],
    },
    {
      name: 'through one of the two',
      given: 'create role boss nologin',
      fault: 'grant boss to anonymous',
      finds: ['role authenticator'],
      fix: /^revoke boss from anonymous/,
    },
    {
      name: 'any, with CREATEROLE',
      fault: 'alter role authenticator createrole',
      finds: ['role authenticator'],
    },
    {
      name: 'what it may only hand on to itself',
      given: 'create role boss nologin',
      fault:
        'grant boss to authenticator with admin option; grant boss to authenticator with set false, inherit false',
      finds: ['role authenticator'],
      since: 16,
    },
  ],
  sound: [
    {
      name: 'a role that queries run as',
      given: 'create role editor nologin; grant editor to authenticator',
      options: { allowed: ['editor'] },
    },
  ],
}
