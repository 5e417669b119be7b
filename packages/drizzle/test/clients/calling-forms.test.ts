import { AuthError } from '@rowauth/core'
import { describe, expect, it } from 'vitest'
import { neonHttpAdapter } from '../../src/clients/neon-http.js'
import { neonServerlessAdapter } from '../../src/clients/neon-serverless.js'
import { nodePostgresAdapter } from '../../src/clients/node-postgres.js'
import { pgliteAdapter } from '../../src/clients/pglite.js'
import { postgresJsAdapter } from '../../src/clients/postgres-js.js'
import { vercelPostgresAdapter } from '../../src/clients/vercel-postgres.js'
import type { DrizzleClient } from '../../src/handle/drizzle-internals.js'

const result = { command: 'SELECT', rowCount: 2, rows: [1, 2], fields: [] }
const types = { getTypeParser: () => String }
const parsers = { 1082: String }

/** node-postgres and its relatives. */
const pgForms = {
  known: [
    [{ text: 'select 1', name: 'one', rowMode: 'array', types }, [1]],
    [{ text: 'select 1', name: undefined, rowMode: undefined, types }, []],
  ],
  unknown: [
    ['select 1'],
    ['select 1', []],
    [{ text: 'select 1' }],
    [{ text: 'select 1', values: [1] }],
    [{ text: 'select 1', values: [1] }, [1]],
    [{ text: 'select 1' }, [], () => {}],
    [{ text: 'select 1', rowMode: 'object' }, []],
    [{ text: 'select 1', binary: true }, []],
    [{ text: 'select 1', name: 7 }, []],
    [{ submit: () => {} }, []],
    [null, []],
  ],
} as const

const adapters = {
  'node-postgres': { adapter: nodePostgresAdapter, ...pgForms },
  '@neondatabase/serverless': { adapter: neonServerlessAdapter, ...pgForms },
  '@vercel/postgres': { adapter: vercelPostgresAdapter, ...pgForms },
  'neon()': {
    adapter: neonHttpAdapter,
    known: [
      ['select 1', [1], { arrayMode: true, fullResults: true }],
      ['select 1', [], { arrayMode: false, fullResults: true, authToken: undefined }],
    ],
    unknown: [
      ['select 1', []],
      ['select 1', [], {}],
      ['select 1', [], { arrayMode: true }],
      ['select 1', [], { arrayMode: true, fullResults: false }],
      ['select 1', [], { fullResults: true }],
      // Somebody's token would be left out.
      ['select 1', [], { arrayMode: true, fullResults: true, authToken: 'a.b.c' }],
      ['select 1', [], { arrayMode: true, fullResults: true, types }],
      ['select 1', undefined, { arrayMode: true, fullResults: true }],
      ['select 1', [], { arrayMode: true, fullResults: true }, 'more'],
      [['select 1'], [], { arrayMode: true, fullResults: true }],
      [{ text: 'select 1' }, []],
    ],
  },
  PGlite: {
    adapter: pgliteAdapter,
    known: [
      ['select 1', [1], { rowMode: 'array', parsers }],
      ['select 1', [], { rowMode: 'object', parsers }],
    ],
    unknown: [
      ['select 1'],
      ['select 1', []],
      ['select 1', [], { rowMode: 'array' }],
      ['select 1', [], { parsers }],
      ['select 1', [], { rowMode: 'tuple', parsers }],
      ['select 1', [], { rowMode: 'array', parsers, blob: {} }],
      ['select 1', [], { rowMode: 'array', parsers }, 'more'],
      ['select 1', undefined, { rowMode: 'array', parsers }],
      [{ text: 'select 1' }, [], { rowMode: 'array', parsers }],
    ],
  },
} as const

/** By the one method that Drizzle calls. */
function ask({ query, unsafe }: DrizzleClient, call: readonly unknown[]): unknown {
  const method = query ?? unsafe
  if (method === undefined) throw new Error('The client has no method that Drizzle calls.')
  return method(...call)
}

describe.each(Object.entries(adapters))('the adapter of %s', (_, { adapter, known, unknown }) => {
  it.each(known.map((call) => [call]))('hands on what Drizzle asks: %j', async (call) => {
    const sent: unknown[] = []
    const client = adapter.over(async (statement) => {
      sent.push(statement)
      return result
    })
    expect(await ask(client, call)).toMatchObject({ rows: result.rows, fields: result.fields })
    const rowMode =
      JSON.stringify(call).includes('"array"') || JSON.stringify(call).includes('"arrayMode":true')
    expect(sent).toMatchObject([
      { text: 'select 1', values: call[1], rowMode: rowMode ? 'array' : undefined },
    ])
    // The list itself: by it a run is known.
    expect((sent[0] as { values: unknown }).values).toBe(call[1])
  })

  it.each(unknown.map((call) => [call]))('refuses another form, and sends nothing: %j', (call) => {
    const client = adapter.over(() => expect.unreachable())
    expect(() => ask(client, call)).toThrow(AuthError)
    expect(() => ask(client, call)).toThrow(expect.objectContaining({ code: 'unsupported' }))
  })
})

describe('the adapter of postgres.js', () => {
  const known: [string, unknown[], object | undefined][] = [
    ['select 1', [1], { prepare: true }],
    ['select 1', [], { prepare: false }],
    // drizzle-orm 0.45.0 to 0.45.3.
    ['select 1', [1], undefined],
  ]
  it.each(known)(
    'sends %j, %j, %j once it is known in which form its rows are asked for',
    async (...call) => {
      const sent: object[] = []
      const { unsafe } = postgresJsAdapter.over(async (statement) => {
        sent.push(statement)
        return result
      })
      const asked = unsafe?.(...call)
      expect(sent).toEqual([])
      expect(await asked).toBe(result)
      expect(await unsafe?.(...call).values()).toBe(result)
      expect(sent).toEqual([
        { text: 'select 1', values: call[1] },
        { text: 'select 1', values: call[1], rowMode: 'array' },
      ])
      expect((sent[0] as { values: unknown }).values).toBe(call[1])
    },
  )

  const unknown: unknown[][] = [
    ['select 1'],
    ['select 1', [], null],
    ['select 1', [], {}],
    ['select 1', [], { prepare: 'always' }],
    ['select 1', [], { prepare: true, simple: true }],
    ['select 1', [], { prepare: true }, 'more'],
    ['select 1', undefined, { prepare: true }],
    [['select 1'], [], { prepare: true }],
  ]
  it.each(unknown.map((call) => [call]))('refuses another form, and sends nothing: %j', (call) => {
    const client = postgresJsAdapter.over(() => expect.unreachable())
    expect(() => ask(client, call)).toThrow(expect.objectContaining({ code: 'unsupported' }))
  })
})
