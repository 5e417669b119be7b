import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  verification: 'database',
  faults: [
    {
      name: 'none at all',
      fault: `select auth.retire_jwk('sound', 'https://issuer.example')`,
      finds: ['schema auth'],
      fix: /^-- rowauth jwks sync /,
      byHand: true,
    },
    {
      name: 'one that is for later',
      fault: `update auth.jwks set not_before = now() + interval '1 day'`,
      finds: ['schema auth'],
      byHand: true,
    },
  ],
  sound: [
    {
      name: 'one that is for a while',
      given: `update auth.jwks set not_before = now() - interval '1 day', not_after = now() + interval '1 day'`,
    },
  ],
}
