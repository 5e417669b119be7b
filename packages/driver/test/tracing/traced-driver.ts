import { type AuthSession, createVerifier } from '@rowauth/core'
import { nodePostgres } from '@rowauth/driver/node-postgres'
import { createTestIssuer, type TestIssuer } from '@rowauth/testing'
import type pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Fixture, startFixture } from '../fixture.js'
import type { StatementSpan, Tracer, Watched } from './tracers/tracer.js'

const secret = 'mark3r'
const all = 'select title from todos order by title'
const one = { text: 'select title from todos where title = $1', values: [`${secret} parameter`] }
const insert = { text: 'insert into todos (title) values ($1) returning title', values: ['traced'] }
const failing = 'select 1/0'

/** Tests that a tracer of node-postgres sees what the driver sends as statements of its own. */
export function testTracedDriver(tracer: Tracer): void {
  let fixture: Fixture
  let issuer: TestIssuer
  let pool: pg.Pool
  let token: string
  let session: AuthSession
  let driver: ReturnType<typeof nodePostgres>
  beforeAll(async () => {
    fixture = await startFixture()
    issuer = await createTestIssuer()
    const verifier = createVerifier({ jwks: issuer.jwksUrl, issuer: issuer.issuer })
    token = await issuer.token({ sub: `${secret} user`, [`${secret} key`]: [`${secret} claim`] })
    session = await verifier.verify(token)
    pool = fixture.pool()
    driver = nodePostgres(pool)
  })
  afterAll(async () => {
    await issuer?.close()
    await fixture?.close()
  })

  /** Watches a call, and looks at what holds for all of them. */
  const watch = async <T>(run: () => Promise<T>): Promise<Watched<T>> => {
    const watched = await tracer.watch(run)
    expect(watched.unfinished).toBe(0)
    const [, payload] = token.split('.')
    for (const span of watched.statements) {
      expect(span.parentId).toBe(watched.id)
      expect(span.durationMs).toBeGreaterThan(0)
      for (const hidden of [secret, token, payload, 'set_config']) {
        expect(span.exported).not.toContain(hidden)
      }
    }
    return watched
  }
  const value = <T>({ outcome }: Watched<T>): T => {
    if (outcome.status === 'rejected') throw outcome.reason
    return outcome.value
  }
  const texts = ({ statements }: Watched<unknown>) => statements.map(({ text }) => text)
  const shown = (expected: readonly string[]) => expected.map(tracer.shown)
  const expectDivisionByZero = (span: StatementSpan | undefined) => {
    expect(span?.error).toContain(tracer.seesSqlState ? '22012' : 'division by zero')
  }

  it('sees a statement that node-postgres sends itself', async () => {
    const watched = await watch(() => pool.query(all).catch(({ code }) => code))
    expect(value(watched)).toBe('42501')
    expect(texts(watched)).toEqual(shown([all]))
  })

  it('sees one statement as one span, however often it runs', async () => {
    const text = 'select auth.user_id() as id, current_user as role, $1::text as given'
    for (let execution = 0; execution < 4; execution += 1) {
      const watched = await watch(() => driver.query(session, { text, values: ['x'] }))
      expect(value(watched).rows).toEqual([{ id: `${secret} user`, role: 'authenticated', given: 'x' }])
      expect(texts(watched)).toEqual(shown([text]))
      expect(watched.statements[0]?.error).toBeUndefined()
    }
  })

  it('shows the text of a statement that has a name, and none of its parameters', async () => {
    for (let execution = 0; execution < 2; execution += 1) {
      const watched = await watch(() => driver.query(session, { ...one, name: 'by_title' }))
      expect(value(watched).rows).toEqual([])
      expect(texts(watched)).toEqual(shown([one.text]))
    }
  })

  it('sees the error of a statement', async () => {
    const watched = await watch(() => driver.query(session, failing))
    expect(watched.outcome).toMatchObject({ status: 'rejected', reason: { code: '22012' } })
    expect(texts(watched)).toEqual(shown([failing]))
    expectDivisionByZero(watched.statements[0])
  })

  it('sees that a statement was never sent', async () => {
    const unwritable = {
      toPostgres() {
        throw new Error('not for PostgreSQL')
      },
    }
    const watched = await watch(() => driver.query(session, { text: 'select $1', values: [unwritable] }))
    expect(watched.outcome).toMatchObject({ status: 'rejected', reason: { message: 'not for PostgreSQL' } })
    for (const { error } of watched.statements) expect(error).toBeDefined()
  })

  it('sees a batch as one span with the texts of its statements', async () => {
    const watched = await watch(() => driver.batch(session, [insert, all]))
    expect(value(watched).map(({ rows }) => rows)).toEqual([[{ title: 'traced' }], [{ title: 'traced' }]])
    expect(watched.statements).toHaveLength(1)
    for (const text of shown([insert.text, all])) expect(watched.statements[0]?.text).toContain(text)
  })

  it('sees the error of a batch, and its end', async () => {
    const watched = await watch(() => driver.batch(session, [all, failing, all]))
    expect(watched.outcome).toMatchObject({ status: 'rejected', reason: { code: '22012' } })
    expect(watched.statements[0]?.text).toContain(tracer.shown(failing))
    expectDivisionByZero(watched.statements[0])
    expect(texts(watched).slice(1)).toEqual(['rollback'])
  })

  it('sees each statement of a transaction, and its end', async () => {
    const watched = await watch(() =>
      driver.transaction(session, async (tx) => {
        await tx.query(one)
        return await tx.query(all)
      }),
    )
    expect(value(watched).rows).toEqual([{ title: 'traced' }])
    expect(texts(watched)).toEqual(shown([one.text, all, 'commit']))
  })

  it('sees the statements of a transaction that fails', async () => {
    const watched = await watch(() =>
      driver.transaction(session, async (tx) => {
        await tx.query(all)
        await tx.transaction((inner) => inner.query(failing)).catch(() => undefined)
        throw new Error('mine')
      }),
    )
    expect(watched.outcome).toMatchObject({ status: 'rejected', reason: { message: 'mine' } })
    expect(texts(watched)).toEqual(expect.arrayContaining(shown([all, failing, 'rollback'])))
    const failed = watched.statements.filter(({ error }) => error !== undefined)
    expect(failed.map(({ text }) => text)).toEqual(shown([failing]))
  })

  it('tells calls at the same time apart', async () => {
    const names = ['first', 'second', 'third']
    const statements = names.map((name) => `select auth.user_id() is not null as ${name}`)
    const watched = await watch(() => Promise.all(statements.map((text) => driver.query(session, text))))
    expect(value(watched).map(({ rows }) => rows)).toEqual(names.map((name) => [{ [name]: true }]))
    expect(texts(watched).toSorted()).toEqual(shown(statements).toSorted())
  })
}
