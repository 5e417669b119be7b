import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type Fixture, startFixture } from '../../fixture.js'
import { firstColumn, query } from '../protocol.js'
import { RawClient } from '../raw-client.js'
import { attack } from './attacks.js'
import { Random } from './random.js'

/** `ROWAUTH_MINUTES` makes it go on for so long; `ROWAUTH_SEED` repeats a run. */
const { ROWAUTH_MINUTES, ROWAUTH_SEED } = process.env
const minutes = Number(ROWAUTH_MINUTES ?? 0)
const seed = Number(ROWAUTH_SEED ?? (minutes > 0 ? Date.now() % 4_294_967_296 : 1))
const together = 8
const rounds = 15

let fixture: Fixture
const stray: unknown[] = []
const note = (reason: unknown) => stray.push(reason)
beforeAll(async () => {
  fixture = await startFixture()
  process.on('unhandledRejection', note)
  process.on('uncaughtException', note)
})
afterAll(async () => {
  process.off('unhandledRejection', note)
  process.off('uncaughtException', note)
  await fixture[Symbol.asyncDispose]()
})

it('no client ends the endpoint, holds it up, or leaves anything', {
  timeout: (minutes + 2) * 60_000,
}, async () => {
  const { local, login } = fixture
  const url = new URL(fixture.connectionFor(login))
  const target = {
    host: new URL(local.url).host,
    identity: { user: login.user, password: login.password, database: url.pathname.slice(1) },
  }
  const end = Date.now() + minutes * 60_000
  let attacks = 0
  for (let round = 0; round < rounds || Date.now() < end; round += 1) {
    const randoms = Array.from({ length: together }, (_, n) => new Random(seed + round * together + n))
    await Promise.all(randoms.map((random) => attack(target, random)))
    attacks += together
    expect(stray, `seed ${seed}, round ${round}`).toEqual([])
    if (round % 10 > 0) continue
    // Others are served meanwhile.
    const { client } = await RawClient.logIn(local.wsProxy, url)
    client.send(query('select current_user'))
    const row = (await client.until('Z')).find(({ type }) => type === 'D')
    expect(row && firstColumn(row), `seed ${seed}, round ${round}`).toBe(login.user)
    client.socket.close()
  }
  await local.close()
  await vi.waitUntil(async () => {
    const left = 'select from pg_stat_activity where usename = $1'
    return (await fixture.owner.query(left, [login.user])).rowCount === 0
  })
  expect(stray).toEqual([])
  if (minutes > 0) console.log(`${attacks} clients from seed ${seed} on: no crash, no hang, nothing left.`)
})
