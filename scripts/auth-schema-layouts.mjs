const install = ['common/schema', 'common/schema-revokes', 'roles/create', 'roles/memberships', 'roles/check']

const claims = ['claims/jwt', 'claims/user-id', 'claims/uid', 'claims/organization', 'claims/organization-id']

const grants = ['common/function-revokes', 'common/function-grants']

const application = [
  'common/schema',
  'roles/create',
  'roles/memberships',
  'roles/check',
  'common/schema-revokes',
  'common/schema-grants',
  'application/session',
  ...claims,
  'application/init',
  'application/jwt-session-init',
  ...grants,
]

const tables = [
  'database/tables/jwks',
  'database/tables/jwks-names',
  'database/tables/secrets',
  'database/tables/verification-settings',
  'database/rsa/keys',
  'database/ed25519/keys',
  'database/ed25519/key-points',
  'database/ed25519/base-points',
  'database/ecdsa/base-points',
  'database/ecdsa/key-points',
  'database/tables/owner-only',
  'database/tables/default-settings',
]

const algorithms = [
  'database/bytes/base64url-encode',
  'database/bytes/base64url-decode',
  'database/bytes/bytes-to-numeric',
  'database/bytes/numeric-to-bytes',
  'database/bytes/bit-length-of',
  'database/bytes/reverse-bytes',
  'database/arithmetic/inverse-modulo',
  'database/rsa/key-problem',
  'database/rsa/derive',
  'database/rsa/power',
  'database/rsa/pss-matches',
  'database/rsa/verify',
  'database/rsa/register',
  'database/ed25519/small-order',
  'database/ed25519/decompress',
  'database/ed25519/entries',
  'database/ed25519/multiply',
  'database/ed25519/multiples',
  'database/ed25519/key-problem',
  'database/ed25519/verify',
  'database/ed25519/register',
  'database/ed25519/fill-base-points',
  'database/ecdsa/curve',
  'database/ecdsa/coordinate',
  'database/ecdsa/digits',
  'database/ecdsa/multiples',
  'database/ecdsa/steps',
  'database/ecdsa/sum',
  'database/ecdsa/complete-sum',
  'database/ecdsa/key-problem',
  'database/ecdsa/verify',
  'database/ecdsa/register',
  'database/ecdsa/fill-base-points',
]

const keys = [
  'database/keys/canonical-algorithm',
  'database/keys/key-type',
  'database/keys/jwk-algorithm',
  'database/keys/public-jwk',
  'database/keys/jwk-problem',
  'database/keys/derive-values',
  'database/keys/verify-with-key',
  'database/keys/verify-signature',
  'database/keys/register-jwk',
  'database/keys/retire-jwk',
  'database/keys/connection-jwk',
  'database/settings/audit-log',
  'database/settings/allow-connection-jwk',
]

const tokens = [
  'database/sessions/hmac-pad',
  'database/sessions/hmac-sha256',
  'database/sessions/mac',
  'database/sessions/same-mac',
  'database/sessions/instant',
  'database/sessions/new-secret',
  'database/sessions/rotate-secret',
  'database/sessions/refuse',
  'database/tokens/refuse-malformed',
  'database/tokens/printable',
  'database/tokens/check-header',
  'database/tokens/check-times',
  'database/tokens/check-claims',
  'database/tokens/is-unstorable',
  'database/tokens/check-claims-text',
  'database/tokens/token-key',
  'database/tokens/verify-token',
]

const sessions = [
  'database/sessions/refuse-ticket',
  'database/sessions/refuse-other-subject',
  'database/sessions/write-audit',
  'database/sessions/init',
  'database/sessions/jwt-session-init',
  'database/sessions/open-session',
]

/** With `session` and `put-session` of one state: what reads the session, and where it is put. */
const verification = (session, putSession) => [
  ...install,
  'common/schema-grants',
  'database/tables/login-grants',
  ...tables,
  ...algorithms,
  ...keys,
  ...tokens,
  putSession,
  ...sessions,
  session,
  ...claims,
  ...grants,
  'database/sessions/login-grants',
  'database/tables/owner-only',
]

/** The files of each state in the order in which they run: one statement a file. */
export const layouts = {
  /** For a database whose auth functions are somebody else's. */
  roles: ['roles/create', 'roles/memberships', 'roles/check'],
  application: [...application, 'common/version'],
  transition: [...verification('transition/session', 'transition/put-session'), 'common/version'],
  database: [...verification('database/sessions/session', 'database/sessions/put-session'), 'common/version'],
  /** Back to application mode. */
  leaving: ['common/move', ...application, 'transition/drop-verification', 'common/version'],
}
