import type { InstalledVerification, Verification } from '../options/verification.js'

/** What is left to do on the way to a verification, one line each. */
export function nextSteps(state: InstalledVerification, to: Verification): string[] {
  if (state === to) return afterwards[to]
  return [...between[to], `npx rowauth switch --to ${to} --finish --url …`]
}

const between: Readonly<Record<Verification, string[]>> = {
  database: [
    'npx rowauth jwks sync --url … --jwks … --issuer … --audience …   registers the keys of your issuer',
    "deploy every application with verification: 'database', and let the old ones end",
  ],
  application: [
    "deploy every application with a verifier and without verification: 'database', and let the old ones end",
  ],
}

const afterwards: Readonly<Record<Verification, string[]>> = {
  database: [
    'npx rowauth upgrade --verification database   in the project, so that new databases are made the same way',
    'run "npx rowauth jwks sync" regularly: issuers change their keys',
  ],
  application: [
    'npx rowauth upgrade --verification application   in the project, so that new databases are made the same way',
  ],
}
