import { access, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { authSchemaSql } from '@rowauth/core'
import { beforeAll, describe, expect, it } from 'vitest'
import { NewProject } from './new-project.js'
import { packed, temporaryFolder } from './packed.js'

describe('the packed command in an empty project', { timeout: 180_000 }, () => {
  let folder: string
  let project: NewProject
  const rowauth = (...args: string[]) => project.run('npx', ['--no-install', 'rowauth', ...args])
  beforeAll(async () => {
    folder = await temporaryFolder()
    project = new NewProject(folder)
    await project.install(await packed(['@rowauth/core', 'rowauth']))
  }, 180_000)

  it('brings neither Drizzle nor drizzle-kit', async () => {
    const { dependencies } = JSON.parse(await project.run('npm', ['ls', '--json', '--all']))
    expect(Object.keys(dependencies).sort()).toEqual(['@rowauth/core', 'rowauth'])
    expect(JSON.stringify(dependencies)).not.toContain('drizzle')
  })

  it('prints the schema', async () => {
    expect(await rowauth('sql')).toBe(authSchemaSql())
  })

  it('makes a key, a key set and a token, and verifies it', async () => {
    await rowauth('keys', 'generate', '--out', 'key.json')
    const { ok: _, ...jwks } = JSON.parse(await rowauth('jwks', 'key.json', '--json'))
    expect(jwks.keys).toHaveLength(1)
    const token = (await rowauth('token', '--key', 'key.json', '--sub', 'alice')).trim()
    await rowauth('keys', 'generate', '--out', 'other.json')
    expect(await rowauth('verify', token, '--jwks', 'key.json')).toMatch(/^accepted\n/)
    const refused = await rowauth('verify', token, '--jwks', 'other.json').catch(
      (error: Error) => error.message,
    )
    expect(refused).toMatch(/^refused token_key_not_found$/m)
  })

  it('shows its help and refuses what it does not know', async () => {
    expect(await rowauth('--help')).toMatch(/^Usage: rowauth /)
    await expect(rowauth('nothing')).rejects.toThrow(/Unknown command 'nothing'/)
    await expect(rowauth('init')).rejects.toThrow(/There is no drizzle\.config\.ts/)
  })

  describe.each(['0.31.11', '1.0.0-rc.5'])('with drizzle-kit %s', (version) => {
    it('adds the schema to the migrations', async () => {
      const orm = version === '0.31.11' ? '0.45.4' : version
      const packages = [`drizzle-kit@${version}`, `drizzle-orm@${orm}`]
      await project.run('npm', ['install', '--no-audit', '--no-fund', ...packages])
      const config = { dialect: 'postgresql', schema: './schema.js', out: `./drizzle-${version}` }
      await writeFile(join(folder, 'drizzle.config.js'), `export default ${JSON.stringify(config)}`)
      await writeFile(join(folder, 'schema.js'), 'export {}')
      const { migration } = JSON.parse(await rowauth('init', '--json'))
      await access(join(folder, migration))
      expect(await rowauth('check')).toMatch(/^ok the migrations/)
    })

    it('says how to have policies compared', async () => {
      const schema = `
        import { sql } from 'drizzle-orm'
        import { integer, pgPolicy, pgTable } from 'drizzle-orm/pg-core'
        export const t = pgTable('t', { id: integer() }, () => [pgPolicy('p', { using: sql\`true\` })])`
      await writeFile(join(folder, 'schema.js'), schema)
      await project.run('npx', ['--no-install', 'drizzle-kit', 'generate'])
      expect(await rowauth('check')).toMatch(
        /\nnot compared policies: .* there is none here\.\n {2}Install PGlite: npm install --save-dev @electric-sql\/pglite\./,
      )
    })
  })
})
