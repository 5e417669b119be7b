import { activeOrganization, type Claims, trustClaims } from '@rowauth/core'
import { describe, expect, it } from 'vitest'
import { odd, recorded } from './recorded.js'

describe('the active organization', () => {
  it.each(recorded)('$name', ({ provider, claims, organization }) => {
    expect(activeOrganization(provider, claims)).toEqual(organization)
    expect(activeOrganization(provider, trustClaims(claims).claims)).toEqual(organization)
  })

  it.each(odd)('of odd claims is a name and names, or nothing: $provider $claims', ({ provider, claims }) => {
    const found = activeOrganization(provider, claims)
    if (found === undefined) return
    for (const name of [found.id, ...found.roles]) expect(name).toMatch(/^.+$/s)
  })

  it('is not looked for in the claims of other providers', () => {
    for (const { provider, claims } of recorded.filter((each) => each.provider !== 'clerk')) {
      const { org_id: _, ...others } = claims
      expect([provider, activeOrganization('clerk', others as Claims)]).toEqual([provider, undefined])
    }
  })

  it('takes the newest form of a token as a whole', () => {
    const claims = { o: { id: 'new' }, org_id: 'old', org_role: 'org:admin' }
    expect(activeOrganization('clerk', claims)).toEqual({ id: 'new', roles: [] })
  })

  it('is the token’s own, whatever every object inherits', () => {
    for (const name of ['org_id', 'o', 'dct']) {
      Object.defineProperty(Object.prototype, name, { value: 'all', configurable: true })
    }
    try {
      expect(activeOrganization('workOs', { sub: 'a' })).toBeUndefined()
      expect(activeOrganization('descope', { sub: 'a' })).toBeUndefined()
    } finally {
      for (const name of ['org_id', 'o', 'dct']) Reflect.deleteProperty(Object.prototype, name)
    }
  })

  it('needs a provider that is known, and claims', () => {
    for (const provider of ['', 'Clerk', 'toString', undefined, null, ['clerk']]) {
      expect(() => activeOrganization(provider as 'clerk', {})).toThrow(TypeError)
    }
    for (const claims of [undefined, null, 'a.b.c']) {
      expect(() => activeOrganization('clerk', claims as never)).toThrow(TypeError)
    }
  })
})
