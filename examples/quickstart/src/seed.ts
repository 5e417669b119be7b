import type { Tokens } from './chapters/chapter.js'
import { db } from './db.js'
import { todos } from './schema.js'

/** What is there before the first call. */
export async function seed({ alice, bob }: Tokens): Promise<void> {
  const fair = { title: 'plan the fair', published: true }
  await db
    .$withAuth(alice)
    .insert(todos)
    .values([{ title: 'buy milk' }, { title: 'call mum' }])
  await db
    .$withAuth(bob)
    .insert(todos)
    .values([{ title: 'mow the lawn' }, fair])
}
