import { db } from '../db.js'
import { todos } from '../schema.js'
import type { Chapter, Tokens } from './chapter.js'

/** One query, asked by everybody. */
export function reading({ alice, bob, expired, forged }: Tokens): Chapter {
  const readAs = (token: string | null) => () =>
    db.$withAuth(token).select({ title: todos.title }).from(todos).orderBy(todos.id)

  const select = (who: string, token: string | null, expected: string, roundTrips: number) => {
    return { who, call: 'select', run: readAs(token), expected, roundTrips }
  }
  return {
    title: 'db.$withAuth(token).select().from(todos): the same query, and the policies decide',
    steps: [
      select('alice', alice, 'buy milk, call mum', 1),
      select('bob', bob, 'mow the lawn, plan the fair', 1),
      select('a visitor (null)', null, 'plan the fair', 1),
      select('an expired token', expired, 'refused: token_expired', 0),
      select('a forged token', forged, 'refused: token_signature_invalid', 0),
    ],
  }
}
