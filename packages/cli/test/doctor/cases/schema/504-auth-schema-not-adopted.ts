import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'functions that somebody made',
      fault: '',
      given: 'create schema users; create function users.uid() returns uuid language sql return null::uuid',
      options: { schema: 'users' },
      finds: ['schema users'],
      fix: /rowauth init --adopt --schema 'users'\./,
      byHand: true,
    },
  ],
}
