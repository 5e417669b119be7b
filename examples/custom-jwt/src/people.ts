const acme = { id: '0191b2c0-0000-7000-8000-00000000000a', name: 'Acme' }
const bolt = { id: '0191b2c0-0000-7000-8000-00000000000b', name: 'Bolt' }

/** Who is there at first. */
export const people = [
  { id: '0191b2c0-0000-7000-8000-0000000000a1', tenant: acme, name: 'Alice', email: 'alice@acme.example' },
  { id: '0191b2c0-0000-7000-8000-0000000000a2', tenant: acme, name: 'Adam', email: 'adam@acme.example' },
  { id: '0191b2c0-0000-7000-8000-0000000000b1', tenant: bolt, name: 'Bob', email: 'bob@bolt.example' },
] as const

export function tenantsOf(members: typeof people) {
  return new Set(members.map(({ tenant }) => tenant))
}

/** Stands for a table of passwords: an e-mail address is enough to log in here. */
export async function login(email: string): Promise<{ sub: string; tenant_id: string } | undefined> {
  const person = people.find((candidate) => candidate.email === email)
  return person && { sub: person.id, tenant_id: person.tenant.id }
}
