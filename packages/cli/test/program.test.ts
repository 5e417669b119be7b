import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { rowauth } from './support/run.js'

const commands = [
  ...['init', 'upgrade', 'check', 'doctor', 'sql', 'apply', 'switch'],
  ...['keys', 'jwks', 'token', 'verify'],
]
const subcommands = [
  ['keys', 'generate'],
  ...['print', 'sync', 'list', 'retire'].map((name) => ['jwks', name]),
]

describe('help', () => {
  test('lists every command and the exit codes', async () => {
    const { exitCode, out, err } = await rowauth(['--help'])
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' })
    for (const command of commands) expect(out).toMatch(new RegExp(`^  ${command}\\b`, 'm'))
    expect(out).toMatch(/Exit codes: 0 .*; 1 .*; 2 /)
  })

  test.each([...commands.map((command) => [command]), ...subcommands])(
    'is there for %s %s',
    async (...args) => {
      const { exitCode, out, err } = await rowauth([
        ...args.filter((arg) => typeof arg === 'string'),
        '--help',
      ])
      expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' })
      expect(out).toMatch(new RegExp(`^Usage: rowauth ${args[0]}`))
      expect(out).toMatch(/--json/)
    },
  )

  test('tells the version', async () => {
    const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'))
    expect(await rowauth(['--version'])).toMatchObject({ exitCode: 0, out: `${version}\n` })
  })
})

describe('a command that is called wrongly', () => {
  test.each([
    [[], /No command was given/],
    [['initt'], /Unknown command 'initt'/],
    [['sql', '--shema', 'x'], /Unknown option '--shema'/],
    [['sql', 'x'], /Too many arguments/],
    [['jwks'], /Missing required argument 'key'/],
    [['token'], /Required option '--key <file>'/],
    [['keys', 'generate', '--alg', 'HS256'], /Allowed choices are ES256, RS256, EdDSA/],
    [['apply'], /This needs a database/],
    [['jwks', 'sync', '--url', 'x'], /This needs a key set/],
    [['jwks', 'sync', '--provider', 'nobody'], /There is no preset for a provider nobody/],
    [['jwks', 'sync', '--provider', 'clerk', '--option', 'domain=a/b'], /domain must be a host name/],
    [['jwks', 'sync', '--provider', 'clerk', '--option', 'domain'], /--option takes a name/],
    [['jwks', 'sync', '--provider', 'clerk', '--jwks', 'x'], /cannot be used with option/],
    [['jwks', 'sync', '--jwks', 'x'], /This needs a database/],
    [['jwks', 'retire'], /Missing required argument 'kid'/],
    [['switch', '--url', 'x'], /Required option '--to <by>'/],
    [['switch', '--to', 'both'], /Allowed choices are application, database/],
    [['apply', '--verification', 'both'], /Allowed choices are application, database/],
  ])('ends with 2: %j', async (args, message) => {
    const { exitCode, err } = await rowauth(args)
    expect(exitCode).toBe(2)
    expect(err).toMatch(message)
    expect(err).not.toMatch(/^\s+at /m)
    const machine = await rowauth([...args, '--json'])
    expect(machine).toMatchObject({ exitCode: 2, err: '' })
    expect(machine.json()).toMatchObject({
      ok: false,
      error: { code: 'usage', message: expect.stringMatching(message) },
    })
  })
})

describe('an error', () => {
  test('has a stack only with --debug', async () => {
    const args = ['init', '--config', 'nowhere.ts']
    expect((await rowauth(args)).err).toBe(
      'error There is no config file nowhere.ts.\nGive the path of the drizzle-kit config after --config.\n',
    )
    expect((await rowauth([...args, '--debug'])).err).toMatch(/^\s+at \w+/m)
  })

  test('is coloured on a terminal only', async () => {
    const args = ['init', '--config', 'nowhere.ts']
    expect((await rowauth(args)).err).not.toContain('\u001b')
    expect((await rowauth(args, { colors: true })).err.startsWith('\u001b[31merror\u001b[39m ')).toBe(true)
    expect((await rowauth([...args, '--json'], { colors: true })).out).not.toContain('\u001b')
  })
})
