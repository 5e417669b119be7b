import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'one of the two',
      fault: 'drop owned by anonymous; drop role anonymous',
      finds: ['role anonymous'],
    },
    {
      name: 'a role of its own',
      fault: '',
      options: { allowed: ['Editor'], ignore: [207] },
      finds: ['role "Editor"'],
      fix: /^create role "Editor" nologin;$/m,
    },
  ],
}
