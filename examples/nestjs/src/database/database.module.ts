// #region module
import { Module, type OnApplicationShutdown } from '@nestjs/common'
import { Pool } from 'pg'
import { DATABASE, openDatabase } from './database'

function openPool(): Pool {
  const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 5 })
  pool.on('error', ({ message }) => console.error(message))
  return pool
}

@Module({
  providers: [
    { provide: Pool, useFactory: openPool },
    { provide: DATABASE, useFactory: openDatabase, inject: [Pool] },
  ],
  exports: [DATABASE],
})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(private readonly pool: Pool) {}

  /** After the server has closed: every request has had its answer. */
  async onApplicationShutdown(): Promise<void> {
    await this.pool.end()
  }
}
// #endregion module
