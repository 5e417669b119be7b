import pg from 'pg'
import { median } from '../contest.js'
import { duration, ratio, table } from '../markdown.js'
import type { Issuer } from './trust-databases.js'

/** The unit: what any machine needs for a thousand products of 2048 bits and their remainders. */
const yardstick = `
create function pg_temp.yardstick() returns numeric language plpgsql as $$
declare
  modulus constant numeric := 2::numeric ^ 2048 - 1942289;
  x numeric := 3;
begin
  for step in 1..1000 loop x := div(x * x, 2::numeric ^ 1024) % modulus + step; end loop;
  return x;
end $$;
create function pg_temp.time_of_loop() returns float8 language plpgsql as $$
declare began timestamptz := clock_timestamp();
begin
  perform pg_temp.yardstick();
  return extract(epoch from clock_timestamp() - began) * 1e6;
end $$;
create function pg_temp.time_of_opening(credential text) returns float8 language plpgsql as $$
declare began timestamptz := clock_timestamp();
begin
  perform auth.open_session(credential);
  return extract(epoch from clock_timestamp() - began) * 1e6;
end $$`

const rounds = 40

/** Times `auth.open_session` within the server, in turns with a loop over `numeric`. Markdown. */
export async function timeOnServer(ownerUrl: string, issuers: readonly Issuer[]): Promise<string> {
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  await owner.query(yardstick)
  const open = 'select auth.open_session($1)'
  const timed = async (call: string, ...values: string[]) => {
    const { rows } = await owner.query({ name: call, text: `select pg_temp.${call} as time`, values })
    return rows[0].time as number
  }
  const opening = (credential: string) => timed('time_of_opening($1)', credential)
  const ticketOf = async (token: string) => {
    const { rows } = await owner.query(`${open} as answer`, [token])
    return String(rows[0].answer).split(' ').slice(1).join(' ')
  }
  const token = await issuers[0]?.sign('user_1')
  const ticket = await ticketOf(token ?? '')
  const ways: [string, () => Promise<number>][] = [
    ['the loop', () => timed('time_of_loop()')],
    ...issuers.map(({ alg, sign }): [string, () => Promise<number>] => [
      `${alg}, first use of a token`,
      async () => opening(await sign('user_1')),
    ]),
    ['a ticket', () => opening(ticket)],
  ]
  const samples = new Map(ways.map(([name]) => [name, [] as number[]]))
  for (let round = -5; round < rounds; round += 1) {
    for (const [name, run] of ways) {
      const time = await run()
      if (round >= 0) samples.get(name)?.push(time)
    }
  }
  await owner.end()
  const loop = median(samples.get('the loop') ?? [])
  const lines = [...samples].map(([name, times]) => [
    name,
    duration(median(times)),
    ratio(median(times) / loop),
  ])
  return [
    '### Trust modes: time in the server of opening a session, beside a fixed loop over `numeric`\n',
    table(['', 'median', '÷ the loop'], lines),
    '\nAims: RS256 below 2 ms, ES256 and EdDSA below 5 ms.',
  ].join('\n')
}
