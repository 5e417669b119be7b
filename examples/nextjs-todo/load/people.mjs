import { randomUUID } from 'node:crypto'
import { createIssuer } from '@rowauth/core'
import pg from 'pg'

/**
 * People with a list of twenty todos each, every title with its owner's mark, and a token for each of them.
 *
 * @param {string} ownerUrl
 * @param {Parameters<typeof createIssuer>[0]['privateJwk']} privateJwk
 * @param {number} count
 */
export async function makePeople(ownerUrl, privateJwk, count) {
  const issuer = createIssuer({ privateJwk, audience: 'rowauth-todo', expiresIn: 3600 })
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const people = []
    for (let number = 0; number < count; number += 1) {
      const [id, list, mark] = [randomUUID(), randomUUID(), `mark-${randomUUID()}`]
      const email = `${number}@load.example`
      await client.query('insert into profiles (id, email, name) values ($1, $2, $3)', [id, email, mark])
      // The trigger that makes whoever inserts a list its owner reads the claims.
      await client.query('begin')
      await client.query("select set_config('request.jwt.claims', $1, true)", [JSON.stringify({ sub: id })])
      await client.query('insert into lists (id, name) values ($1, $2)', [list, `list of ${mark}`])
      await client.query(
        `insert into todos (list_id, title, position, created_by)
         select $1, 'todo ' || n || ' of ' || $2, n, $3 from generate_series(1, 20) n`,
        [list, mark, id],
      )
      await client.query('commit')
      const auth_time = Math.floor(Date.now() / 1000)
      const token = await issuer.sign({ sub: id, sid: randomUUID(), name: mark, email, auth_time })
      people.push({ list, mark, cookie: `session=${token}` })
    }
    await client.query('analyze')
    return people
  } finally {
    await client.end()
  }
}
