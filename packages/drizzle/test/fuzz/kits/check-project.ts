import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { npmVersion } from 'drizzle-orm/version'
// Not as a package: that has this one among what it is developed with.
import { main } from '../../../../cli/src/index.js'

/** A migration that has been applied. */
export interface Migration {
  readonly statements: readonly string[]
  readonly snapshot: object
}

/** What `rowauth check` says of policies. */
export interface Finding {
  readonly code: string
  readonly object: string
  readonly sql?: string
}

const isKit031 = npmVersion.startsWith('0.')

/**
 * Runs `rowauth check --url` in a project with these migrations.
 *
 * @param url - of the database, on whose server a scratch can be made
 */
export async function checkProject(migrations: readonly Migration[], url: string): Promise<Finding[]> {
  const root = await mkdtemp(join(tmpdir(), 'rowauth-fuzz-'))
  try {
    for (const [file, text] of Object.entries(projectFiles(migrations))) {
      await mkdir(join(root, file, '..'), { recursive: true })
      await writeFile(join(root, file), typeof text === 'string' ? text : JSON.stringify(text))
    }
    let out = ''
    let err = ''
    await main(['check', '--json', '--config', 'drizzle.config.json', '--url', url, '--scratch', url], {
      ...{ cwd: root, env: {}, colors: false, stdin: Readable.from([]) },
      writeOut: (text) => {
        out += text
      },
      writeErr: (text) => {
        err += text
      },
    })
    const { findings, policies } = JSON.parse(out || '{}')
    if (policies?.compared !== true && policies?.reason !== 'no_policies')
      throw new Error(`rowauth check did not compare: ${out}${err}`)
    return findings
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

function projectFiles(migrations: readonly Migration[]): Record<string, string | object> {
  const files: Record<string, string | object> = {
    'drizzle.config.json': { dialect: 'postgresql', out: './drizzle' },
    'node_modules/drizzle-kit/package.json': {
      ...{ name: 'drizzle-kit', version: isKit031 ? '0.31.11' : '1.0.0-rc.5', bin: 'bin.cjs' },
    },
  }
  const entries = migrations.map((_, idx) => ({
    idx,
    tag: `${String(idx).padStart(4, '0')}_fuzz`,
    when: idx + 1,
  }))
  for (const { idx, tag } of entries) {
    const { statements, snapshot } = migrations[idx] as Migration
    const text = statements.join('--> statement-breakpoint\n')
    files[isKit031 ? `drizzle/${tag}.sql` : `drizzle/${tag}/migration.sql`] = text
    files[isKit031 ? `drizzle/meta/${tag.slice(0, 4)}_snapshot.json` : `drizzle/${tag}/snapshot.json`] =
      snapshot
  }
  if (isKit031) files['drizzle/meta/_journal.json'] = { version: '7', dialect: 'postgresql', entries }
  return files
}
