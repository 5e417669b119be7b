/** An application that has both builds in one process: its own code requires, and something else imports. */
const { SETTINGS } = process.env
const assert = require('node:assert/strict')
const pg = require('pg')
const required = {
  core: require('@rowauth/core'),
  drizzle: require('@rowauth/drizzle'),
  nodePostgres: require('@rowauth/driver/node-postgres').nodePostgres,
  orm: require('drizzle-orm/node-postgres'),
}

const { url, jwks, tokens } = JSON.parse(SETTINGS)
const whoami = { text: 'select auth.user_id() as id' }

async function main() {
  const imported = await import('./imported.mjs')
  // Two copies, or the rest would show nothing.
  assert.notEqual(required.core.createVerifier, imported.core.createVerifier)
  assert.notEqual(required.nodePostgres, imported.nodePostgres)

  const pairs = [
    [required, imported],
    [imported, required],
  ]
  for (const [one, other] of pairs) {
    // An error is one to both.
    const failure = await one.core
      .createVerifier({ jwks })
      .verify('forged')
      .catch((error) => error)
    assert.ok(failure instanceof other.core.AuthError)

    // A session of the one is good for the other, and nothing that only looks like a session is.
    const session = await one.core.createVerifier({ jwks }).verify(tokens.alice)
    assert.equal(one.core.anonymousSession, other.core.anonymousSession)
    const pool = new pg.Pool({ connectionString: url, max: 1 })
    try {
      const { rows } = await other.nodePostgres(pool).query(session, whoami)
      assert.deepEqual(rows, [{ id: 'alice' }])
      await assert.rejects(other.nodePostgres(pool).query({ ...session }, whoami), TypeError)
      const db = other.drizzle.withAuth(one.orm.drizzle({ client: pool }))
      const result = await db.$withAuth(session).execute(whoami.text)
      assert.deepEqual(result.rows, [{ id: 'alice' }])
      // What one has authenticated, the other does not take for a database.
      const again = () => one.drizzle.withAuth(db.$withAuth(session))
      const same = () => other.drizzle.withAuth(db.$withAuth(session))
      assert.notEqual(messageOf(same), 'nothing')
      assert.equal(messageOf(again), messageOf(same))
    } finally {
      await pool.end()
    }

    // Both drivers over one client wait for each other: neither runs within the other's transaction.
    const client = new pg.Client(url)
    await client.connect()
    try {
      const bob = await other.core.createVerifier({ jwks }).verify(tokens.bob)
      const opened = deferred()
      const asked = deferred()
      const transaction = one.nodePostgres(client).transaction(session, async (tx) => {
        await tx.query('select 1')
        opened.resolve()
        await asked.promise
        return (await tx.query(whoami)).rows
      })
      await opened.promise
      const between = other.nodePostgres(client).query(bob, {
        text: 'select auth.user_id() as id, pg_current_xact_id_if_assigned() is null as alone',
      })
      asked.resolve()
      assert.deepEqual(await transaction, [{ id: 'alice' }])
      assert.deepEqual((await between).rows, [{ id: 'bob', alone: true }])
      // What would wait for itself is refused, whichever copy is asked.
      const within = one.nodePostgres(client).transaction(session, async (tx) => {
        await tx.query('select 1')
        await other.nodePostgres(client).query(bob, whoami)
      })
      await assert.rejects(within, { code: 'unsupported' })
    } finally {
      await client.end()
    }
  }
  console.log('agreed')
}

function deferred() {
  let resolve
  const promise = new Promise((done) => {
    resolve = done
  })
  return { promise, resolve }
}

function messageOf(run) {
  try {
    run()
    return 'nothing'
  } catch (error) {
    return error.message
  }
}

main()
