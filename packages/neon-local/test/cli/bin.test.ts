import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeKey } from '../auth/signing.js'
import { type Fixture, startFixture } from '../fixture.js'
import { send } from '../request.js'

const folder = fileURLToPath(new URL('../..', import.meta.url))
const bin = join(folder, 'dist/cli/bin.js')

let fixture: Fixture
let directory: string

beforeAll(async () => {
  // The command is what is published, so it has to be compiled; that takes no time when it is already.
  await promisify(execFile)(process.execPath, [
    fileURLToPath(new URL('../../../../node_modules/typescript/bin/tsc', import.meta.url)),
    '-b',
    folder,
  ])
  fixture = await startFixture()
  directory = await mkdtemp(join(tmpdir(), 'rowauth-neon-local-'))
}, 120_000)

afterAll(async () => {
  await rm(directory, { recursive: true })
  await fixture[Symbol.asyncDispose]()
})

interface Run {
  readonly child: ChildProcess
  readonly output: { stdout: string; stderr: string }
  readonly exit: Promise<number | NodeJS.Signals | null>
}

function run(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Run {
  const { DATABASE_URL: _, ...inherited } = process.env
  const child = spawn(process.execPath, [bin, ...args], { env: { ...inherited, ...environment } })
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk) => {
    output.stdout += chunk
  })
  child.stderr.on('data', (chunk) => {
    output.stderr += chunk
  })
  return { child, output, exit: once(child, 'close').then(([code, signal]) => code ?? signal) }
}

async function address({ child, output, exit }: Run): Promise<string> {
  for (;;) {
    const url = /http:\S+/.exec(output.stdout)?.[0]
    if (url !== undefined) return url
    const ended = await Promise.race([once(child.stdout as NonNullable<typeof child.stdout>, 'data'), exit])
    if (!Array.isArray(ended)) throw new Error(`It ended: ${output.stderr}`)
  }
}

/** Where it will be found when it cannot say so. */
async function freeAddress() {
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return { url: `http://127.0.0.1:${port}/sql`, port: String(port) }
}

/** Until somebody takes connections there. */
async function listening(port: string): Promise<void> {
  for (;;) {
    const socket = connect(Number(port), '127.0.0.1')
    const taken = await once(socket, 'connect').then(
      () => true,
      () => false,
    )
    socket.destroy()
    if (taken) return
    await setTimeout(20)
  }
}

describe('rowauth-neon-local', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('prints its address, serves, and stops on %s', async (signal) => {
    const database = fixture.connectionFor(fixture.login)
    const running = run(['--database', database, '--jwks', fixture.issuer.jwksUrl, '--port', '0'])
    const url = await address(running)
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/sql$/)
    const token = await fixture.issuer.token({ sub: 'alice' })
    const { body } = await send(fixture, { url, token, body: { query: 'select auth.user_id() as id' } })
    expect(body.rows).toEqual([{ id: 'alice' }])
    running.child.kill(signal)
    expect(await running.exit).toBe(0)
    expect(running.output.stderr).toBe('')
    expect(running.output.stdout).not.toContain(database)
  })

  it('a reader that has gone is no error: the exit code stays, and it goes on serving', async () => {
    const help = run(['--help'])
    help.child.stdout?.destroy()
    expect(await help.exit).toBe(0)
    expect(help.output.stderr).toBe('')

    const { url, port } = await freeAddress()
    const database = fixture.connectionFor(fixture.login)
    const running = run(['--database', database, '--jwks', fixture.issuer.jwksUrl, '--port', port])
    running.child.stdout?.destroy()
    const token = await fixture.issuer.token({ sub: 'alice' })
    await listening(port)
    const { body } = await send(fixture, { url, token, body: { query: 'select auth.user_id() as id' } })
    expect(body.rows).toEqual([{ id: 'alice' }])
    running.child.kill('SIGTERM')
    expect(await running.exit).toBe(0)
    expect(running.output.stderr).toBe('')
  })

  it('takes several providers, each with its audiences, from addresses and files', async () => {
    const key = await makeKey('ES256', 'from-a-file')
    const file = join(directory, 'jwks.json')
    await writeFile(file, JSON.stringify({ keys: [key.publicJwk] }))
    const providers = ['--jwks', fixture.issuer.jwksUrl, '--jwks', file, '--audience', 'a', '--audience', 'b']
    const running = run(['--port', '0', ...providers], { DATABASE_URL: fixture.connectionFor(fixture.login) })
    const url = await address(running)
    const call = async (token: string) =>
      (await send(fixture, { url, token, body: { query: 'select 1' } })).body
    expect((await call(await fixture.issuer.token())).rowCount).toBe(1)
    expect((await call(await key.sign({ aud: 'b' }))).rowCount).toBe(1)
    expect((await call(await key.sign({ aud: 'c' }))).message).toBe('invalid JWT token audience')
    running.child.kill('SIGTERM')
    expect(await running.exit).toBe(0)
  })

  it('lets in who it is told to', async () => {
    const database = fixture.connectionFor(fixture.login)
    const more = ['--allowed-origin', 'https://app.example', '--allowed-host', 'neon-local']
    const running = run(['--database', database, '--port', '0', '--password-login', ...more])
    const url = await address(running)
    const body = { query: 'select current_user as name' }
    const call = (origin: string) =>
      send(fixture, { ...fixture.login, url, headers: { Origin: origin }, body })
    expect((await call('https://app.example')).body.rows).toEqual([{ name: fixture.login.user }])
    expect((await call('https://other.example')).status).toBe(403)
    running.child.kill('SIGTERM')
    expect(await running.exit).toBe(0)
  })

  it('fetches keys over http from the hosts that it is told', async () => {
    const jwks = fixture.issuer.jwksUrl.replace('127.0.0.1', '0.0.0.0')
    const options = ['--jwks', jwks, '--allow-http', 'keycloak', '--allow-http', '0.0.0.0']
    const running = run(['--port', '0', ...options], { DATABASE_URL: fixture.connectionFor(fixture.login) })
    const url = await address(running)
    const token = await fixture.issuer.token()
    expect((await send(fixture, { url, token, body: { query: 'select 1' } })).body.rowCount).toBe(1)
    running.child.kill('SIGTERM')
    expect(await running.exit).toBe(0)
  })

  it('explains itself', async () => {
    const { output, exit } = run(['--help'])
    expect(await exit).toBe(0)
    expect(output.stdout).toContain('--jwks <url or file>')
    expect(output.stderr).toBe('')
  })

  const database = 'postgres://app:secret-marker@127.0.0.1:1/db'
  it.each<[string, string[], string]>([
    ['no database', [], '--database is missing'],
    ['a database that nobody may use', ['--database', database], 'Nobody could use it'],
    ['an unknown option', ['--database', database, '--nope'], "Unknown option '--nope'"],
    ['a port that is none', ['--database', database, '--port', 'x'], '--port takes a whole number'],
    [
      'an audience of nobody',
      ['--database', database, '--audience', 'x'],
      '--audience belongs after the --jwks',
    ],
    ['a file that is not there', ['--database', database, '--jwks', '/no/such/file'], '--jwks takes'],
    ['keys over http', ['--database', database, '--jwks', 'http://issuer.example/jwks'], 'must be https'],
    ['a connection string without a name', [database], 'Every argument needs its name'],
  ])('refuses %s, without a stack and without secrets', async (_, args, message) => {
    const { output, exit } = run(args)
    expect(await exit).toBe(1)
    expect(output.stderr).toContain(message)
    expect(output.stderr).not.toContain('secret-marker')
    expect(output.stderr).not.toContain('    at ')
  })
})
