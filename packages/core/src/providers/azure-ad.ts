import type { VerifierOptions } from '../jwt/verifier-options.js'
import { type ProviderOptions, preset } from './preset.js'

const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i

/** The tenant of all personal accounts (learn.microsoft.com/entra/identity-platform/id-token-claims-reference, `tid`). */
const personalAccounts = '9188040d-6c67-4c5b-b112-36a304b66dad'

const openTenants = ['common', 'organizations', 'consumers'] as const

/**
 * Microsoft Entra ID (Azure AD) tokens, versions 1.0 and 2.0: of one tenant, or of several. Set `audience` to your
 * application (client) id, or to its App ID URI for access tokens of version 1.0: each application of a tenant shares the keys.
 *
 * @param options - `tenantId`: the directory (tenant) id, a UUID; or `common`, `organizations` or `consumers` for an application
 *   of several tenants, with `tenants`: their ids, or a function that returns `true` for the id of an accepted one. It is
 *   asked before the signature is checked. `organizations` never accepts personal accounts, whose tenant is
 *   `9188040d-6c67-4c5b-b112-36a304b66dad`
 * @throws {TypeError} for one of these three without `tenants`: anybody can have a tenant, so anybody could sign in
 * @see https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-tokens
 */
export function azureAd(
  options: ProviderOptions &
    (
      | {
          readonly tenantId: (typeof openTenants)[number]
          readonly tenants: readonly string[] | ((tid: string) => boolean)
        }
      | { readonly tenantId: string; readonly tenants?: undefined }
    ),
): VerifierOptions {
  const tenant: unknown = options?.tenantId
  const isOpen = openTenants.some((name) => name === tenant)
  if (!isOpen && (typeof tenant !== 'string' || !uuid.test(tenant))) {
    throw new TypeError(
      '`tenantId` must be the UUID of a tenant, or "common", "organizations" or "consumers" with `tenants`.',
    )
  }
  if (!isOpen && options.tenants !== undefined) {
    throw new TypeError(
      '`tenants` goes with the `tenantId` "common", "organizations" or "consumers": an id names one tenant.',
    )
  }
  const id = String(tenant).toLowerCase()
  const base: VerifierOptions = {
    jwks: `https://login.microsoftonline.com/${id}/discovery/v2.0/keys`,
    issuer: isOpen ? issuerOf(id, readTenants(options.tenants)) : issuersOf(id),
  }
  return preset('azureAd', ['tenantId', 'tenants'], base, options)
}

/** What tokens of a tenant name in version 2.0, and in 1.0. */
function issuersOf(tid: string): string[] {
  return [`https://login.microsoftonline.com/${tid}/v2.0`, `https://sts.windows.net/${tid}/`]
}

/** All tenants share keys: what binds a token to one is that its issuer is that of its own `tid`. */
function issuerOf(
  tenantId: string,
  isAccepted: (tid: string) => boolean,
): NonNullable<VerifierOptions['issuer']> {
  return (iss, { tid }) => {
    if (typeof tid !== 'string' || !uuid.test(tid) || !issuersOf(tid).includes(iss)) return false
    const id = tid.toLowerCase()
    if (tenantId === 'organizations' && id === personalAccounts) return false
    return isAccepted(id)
  }
}

function readTenants(tenants: unknown): (tid: string) => boolean {
  if (typeof tenants === 'function') return (tid) => tenants(tid)
  if (tenants === undefined || tenants === null) {
    throw new TypeError(
      '`tenants` is required with the `tenantId` "common", "organizations" or "consumers": anybody in the world can have a tenant, and could sign in.',
    )
  }
  if (!Array.isArray(tenants) || tenants.length === 0 || !tenants.every(isUuid)) {
    throw new TypeError('`tenants` must hold the UUIDs of tenants, or be a function.')
  }
  const accepted = new Set(tenants.map((tid) => tid.toLowerCase()))
  return (tid) => accepted.has(tid)
}

function isUuid(value: unknown): value is string {
  return typeof value === 'string' && uuid.test(value)
}
