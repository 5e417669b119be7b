import type { Claims } from '../session/claims.js'
import type { IssuerVerifier } from './issuer-verifier.js'
import { admitsIssuer, issuerMismatch } from './rules/issuer-rule.js'

/**
 * Chooses one of several issuers by claims that are not verified yet: those with fixed names first, then those with a
 * function, in their order. The function that is returned throws `token_issuer_mismatch` when there is none.
 *
 * @throws {TypeError} when one has neither names nor a function, or two have the same name
 */
export function issuerChoice(
  all: readonly IssuerVerifier[],
): (iss: unknown, claims: () => Claims) => IssuerVerifier {
  const byName = new Map<unknown, IssuerVerifier>()
  for (const issuer of all) {
    const { issuer: rule } = issuer.rules
    const names = [...(rule?.names ?? [])]
    if (rule === undefined || names.some((name) => byName.has(name))) {
      throw new TypeError(
        'Each of several issuers needs an `issuer`: names that no other one has, or a function.',
      )
    }
    for (const name of names) byName.set(name, issuer)
  }
  return (iss, claims) => {
    const chosen =
      byName.get(iss) ??
      all.find(({ rules }) => rules.issuer?.accepts !== undefined && admitsIssuer(rules.issuer, iss, claims))
    if (chosen === undefined) throw issuerMismatch()
    return chosen
  }
}
