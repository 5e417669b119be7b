import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'

const script = fileURLToPath(new URL('../dist/demo.js', import.meta.url))

/** Runs the built demo as `pnpm demo` does: without a database, without a terminal. */
function runDemo(): Promise<{ code: number | null; output: string }> {
  const { DATABASE_URL: _, FORCE_COLOR: __, ...env } = process.env
  const child = spawn(process.execPath, [script], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output }))
  })
}

/** The cells of the table's lines. */
function cells(output: string): string[][] {
  return output
    .split('\n')
    .filter((line) => /^ {2}\S.*\d$/.test(line))
    .map((line) => line.trim().split(/ {2,}/))
}

describe('the quickstart demo', () => {
  let code: number | null
  let output: string
  beforeAll(async () => {
    const run = await runDemo()
    code = run.code
    output = run.output
  })

  it('shows what everybody gets, and the round trips that it took', () => {
    expect(cells(output)).toEqual([
      ['alice', 'select', 'buy milk, call mum', '1'],
      ['bob', 'select', 'mow the lawn, plan the fair', '1'],
      ['a visitor (null)', 'select', 'plan the fair', '1'],
      ['an expired token', 'select', 'refused: token_expired', '0'],
      ['a forged token', 'select', 'refused: token_signature_invalid', '0'],
      ['alice', 'insert', 'feed the cat', '1'],
      ['alice', "insert in bob's name", 'refused: 42501 insufficient privilege', '1'],
      ['alice', 'update without a where', '3 rows, all hers', '1'],
      ['a visitor (null)', 'insert', 'refused: 42501 insufficient privilege', '1'],
      ['bob', 'batch of 3', '1 added, 1 published, has 3', '1'],
      ['bob', 'transaction of 2', 'paint the fence', '3'],
      ['without rowauth', 'one select, wrapped by hand', 'mow the lawn, plan the fair', '5'],
      ['alice', 'as a value', 'no rows', '1'],
      ['alice', 'glued into the SQL text', 'refused: 42601 one statement at a time', '1'],
      ['alice', 'as a statement of its own', 'refused: unsupported', '0'],
      ['alice', 'local, to a role of power', 'refused: 42501 insufficient privilege', '2'],
      ['alice', 'local, to the login role', 'refused: 42501 insufficient privilege', '3'],
      ['the next user', 'finds on the connection', 'role app, no claims', '1'],
    ])
  })

  it('ends by itself, says that all is well, and succeeds', () => {
    expect(output.trimEnd().split('\n').at(-1)).toBe('All 18 calls came out as they have to.')
    expect(code).toBe(0)
  })

  it('prints plain text of at most 100 columns and 40 lines where there is no terminal', () => {
    expect(output).not.toContain('\u001b')
    const lines = output.split('\n')
    expect(lines.length).toBeLessThanOrEqual(40)
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100)
  })
})
