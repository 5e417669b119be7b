import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  verification: 'database',
  faults: [{ name: 'allowed', fault: 'select auth.allow_connection_jwk(true)', finds: ['schema auth'] }],
}
