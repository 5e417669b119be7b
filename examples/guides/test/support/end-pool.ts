import type pg from 'pg'

/** Ends a pool, and waits until its connections are closed: `pool.end()` settles while they are on their way out. */
export async function endPool(pool: pg.Pool): Promise<void> {
  let open = pool.totalCount
  const closed = new Promise<void>((resolve) => {
    const count = () => {
      if (open === 0) resolve()
      open -= 1
    }
    pool.on('remove', count)
    count()
  })
  await pool.end()
  await closed
}
