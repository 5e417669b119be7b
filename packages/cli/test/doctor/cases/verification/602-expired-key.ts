import type { LintCases } from '../../support/lint-case.js'
import { publicKey } from '../../support/public-key.js'

const expired = (names: string) =>
  `select auth.register_jwk(${publicKey(names === '' ? {} : { kid: 'the "old" one' })}${names},
    not_after => now() - interval '1 day')`

export const cases: LintCases = {
  verification: 'database',
  faults: [
    {
      name: 'one of an issuer',
      fault: expired(`, 'https://a.example'`),
      finds: ['key "the ""old"" one"'],
      fix: /^select auth\.retire_jwk\(kid => 'the "old" one', issuer => 'https:\/\/a\.example'\);$/,
    },
    { name: 'one without id and issuer', fault: expired(''), finds: ['key without an id'] },
  ],
}
