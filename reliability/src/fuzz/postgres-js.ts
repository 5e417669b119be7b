import { postgresJs } from '@rowauth/driver/postgres-js'
import postgres from 'postgres'
import { answersTo } from './server-answers.js'

/** Its parameter's type is asked for, in a message of its own. */
const statement = { text: 'select title from todos where title = $1', values: ['a row'] }

export const postgresJsAnswers = answersTo('postgres.js', (port) => {
  const sql = postgres({
    host: '127.0.0.1',
    port,
    user: 'app',
    pass: 'app',
    database: 'app',
    max: 1,
    fetch_types: false,
  })
  const driver = postgresJs(sql, { verification: 'database', prepare: false })
  return {
    query: async (session) => [...(await driver.query(session, statement))],
    transaction: async (session) => [...(await driver.transaction(session, (tx) => tx.query(statement)))],
    async close() {
      await driver.end()
      await sql.end()
    },
  }
})
