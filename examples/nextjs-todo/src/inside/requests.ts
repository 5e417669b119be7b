import { once } from '@/once'

/** One call of the driver: a statement, or several in one transaction. */
export interface Call {
  readonly statements: readonly string[]
  readonly milliseconds: number
}

export interface RecordedRequest {
  readonly id: string
  readonly path: string
  readonly at: number
  readonly calls: Call[]
}

const requestsKept = 12
const peopleKept = 500

const byPerson = once('requests', () => new Map<string, RecordedRequest[]>())

/** Calls of the driver by anybody, since this process started. */
export const total = once('total', () => ({ calls: 0 }))

/** Keeps the last requests of each of the last people, in this process only. */
export function remember(person: string, request: { id: string; path: string }, call: Call): void {
  const requests = byPerson.get(person) ?? []
  byPerson.delete(person)
  byPerson.set(person, requests)
  const known = requests.find(({ id }) => id === request.id)
  if (known) known.calls.push(call)
  else requests.unshift({ ...request, at: Date.now(), calls: [call] })
  requests.splice(requestsKept)
  const [longestAgo] = byPerson.keys()
  if (byPerson.size > peopleKept && longestAgo !== undefined) byPerson.delete(longestAgo)
}

/** The latest request first. */
export function requestsOf(person: string): readonly RecordedRequest[] {
  return byPerson.get(person) ?? []
}
