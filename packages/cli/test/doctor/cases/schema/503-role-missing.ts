import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'one of the two',
      fault: 'drop owned by anonymous; drop role anonymous',
      finds: ['role anonymous'],
      gains:
        /^anonymous(?: on (?:public|auth): usage| on auth\.\w+\(\w*\): execute|: (?:role|inherit)| to authenticator: member)$/,
    },
    {
      name: 'a role of its own',
      fault: '',
      options: { allowed: ['Editor'], ignore: [207] },
      finds: ['role "Editor"'],
      fix: /^create role "Editor" nologin;$/m,
      gains: ['Editor: role', 'Editor: inherit', 'Editor on public: usage', 'Editor on auth: usage'],
    },
  ],
}
