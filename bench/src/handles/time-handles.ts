import type { Verifier } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import pg from 'pg'
import { contest, timeOf } from '../contest.js'
import { duration, ratio, table } from '../markdown.js'
import { wideDatabase0 } from './wide-database-0.js'
import { wideDatabase1 } from './wide-database-1.js'

const calls = 1000
const sizes = { small: 10, large: 300 } as const

export interface Handles {
  /** Microseconds of the slowest. */
  readonly slowest: number
  /** Large schema to small one, the worst. */
  readonly growth: number
  /** Markdown. */
  readonly report: string
}

/** Times `$withAuth(token)` alone on a small and on a large schema. Nothing is connected. */
export async function timeHandles(verifier: Verifier, token: string): Promise<Handles> {
  const pool = new pg.Pool()
  const contestant = (name: string, db: { $withAuth(token: string): object }) => ({
    name,
    async run() {
      for (let call = 0; call < calls; call += 1) db.$withAuth(token)
    },
  })
  const medians = await contest(
    Object.values(sizes).flatMap((size) => [
      contestant(`0.45 ${size}`, withAuth(wideDatabase0(pool, size), { verifier })),
      contestant(`1.0 ${size}`, withAuth(wideDatabase1(pool, size), { verifier })),
    ]),
    { rounds: 30, runs: 10, warmup: 5 },
  )
  await pool.end()
  const majors = ['0.45', '1.0'].map((major) => {
    const small = timeOf(medians, `${major} ${sizes.small}`) / calls
    const large = timeOf(medians, `${major} ${sizes.large}`) / calls
    return { major, small, large, growth: large / small }
  })
  const rows = majors.map(({ major, small, large, growth }) => [
    `drizzle-orm ${major}`,
    duration(small),
    duration(large),
    ratio(growth),
  ])
  return {
    slowest: Math.max(...majors.flatMap(({ small, large }) => [small, large])),
    growth: Math.max(...majors.map(({ growth }) => growth)),
    report: `### \`$withAuth(token)\` alone\n\n${table(
      ['', `${sizes.small} tables`, `${sizes.large} tables`, 'growth'],
      rows,
    )}`,
  }
}
