import { AUTH_SCHEMA_VERSION } from '@rowauth/core'
import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  verification: 'database',
  faults: [
    {
      name: 'begun',
      fault: `comment on schema auth is 'rowauth auth schema, version ${AUTH_SCHEMA_VERSION}, transition'`,
      finds: ['schema auth'],
      fix: /^-- rowauth switch --to database --finish --url …$/,
      byHand: true,
    },
  ],
}
