import { nodePostgres } from '@rowauth/driver/node-postgres'
import pg from 'pg'
import { answersTo } from './server-answers.js'

const text = 'select title from todos'

export const nodePostgresAnswers = answersTo('node-postgres', (port) => {
  const pool = new pg.Pool({ host: '127.0.0.1', port, user: 'app', database: 'app', max: 1 })
  pool.on('error', () => {})
  const driver = nodePostgres(pool, { verification: 'database', prepare: false })
  return {
    query: async (session) => (await driver.query(session, text)).rows,
    transaction: async (session) => (await driver.transaction(session, (tx) => tx.query(text))).rows,
    close: () => pool.end(),
  }
})
