import { writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { CliError } from '../cli-error.js'
import { copyFolder, type FolderCopy, restoreFolder } from '../project/folder-copy.js'
import type { Project } from '../project/open-project.js'
import { runNode } from '../project/run-node.js'
import { readMigrations } from './read-migrations.js'

/**
 * Has the project's own drizzle-kit make an empty migration, which its journal and snapshots then know, and fills
 * it. On any failure, and when the process is interrupted meanwhile, the migrations folder becomes what it was.
 *
 * @param name - of the migration, without number or time
 * @param content - its text
 * @returns the new file, from the folder where the command runs
 * @throws {CliError} `kit_failed`, `interrupted`
 */
export async function addMigration(project: Project, name: string, content: string): Promise<string> {
  const folder = project.migrationsFolder
  const before = await copyFolder(folder)
  const interruption = new AbortController()
  const interrupt = () => interruption.abort()
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  try {
    const output = await generateCustom(project, name, interruption.signal)
    if (interruption.signal.aborted) throw new CliError('interrupted', 'Interrupted; nothing was changed.')
    const file = await newMigration(folder, before, output)
    await writeFile(join(folder, file), content)
    await assertComplete(folder, file)
    return relative(project.cwd, join(folder, file))
  } catch (error) {
    await restoreFolder(folder, before)
    throw error
  } finally {
    process.off('SIGINT', interrupt)
    process.off('SIGTERM', interrupt)
  }
}

async function generateCustom(project: Project, name: string, signal: AbortSignal): Promise<string> {
  const { kit, configPath, cwd, env } = project
  const args = [kit.script, 'generate', '--custom', `--name=${name}`, `--config=${configPath}`]
  const { output } = await runNode(args, { cwd, env, signal, timeout: 120_000 })
  return output
}

/** The kit's exit code says little, so what it made is looked at. */
async function newMigration(folder: string, before: FolderCopy, output: string): Promise<string> {
  const after = await copyFolder(folder)
  const made = [...after.files].filter(([file]) => file.endsWith('.sql') && !before.files.has(file))
  const [[file, content] = []] = made
  // Nothing is in it but the kit's invitation to write something.
  const isEmpty =
    content
      ?.toString()
      .replace(/^--.*$/gm, '')
      .trim() === ''
  if (file === undefined || made.length !== 1 || !isEmpty) throw kitFailed(output)
  return file
}

async function assertComplete(folder: string, file: string): Promise<void> {
  const { list, problems } = await readMigrations(folder)
  const added = list.at(-1)
  if (problems.length > 0 || added?.file !== file || added.isIntact !== true) {
    throw new CliError(
      'kit_failed',
      `The migration that drizzle-kit made would not be applied last. ${problems.join(' ')}`,
      {
        hint: 'Nothing was changed. Look at the journal of the migrations folder.',
      },
    )
  }
}

function kitFailed(output: string): CliError {
  const last = output.split('\n').slice(-12).join('\n')
  return new CliError(
    'kit_failed',
    `drizzle-kit made no migration.${last === '' ? '' : ` It says:\n${last}`}`,
    {
      hint: output.includes('No schema files found')
        ? 'Nothing was changed. Make the schema file that the config names first: it may be empty.'
        : 'Nothing was changed. Run "drizzle-kit generate --custom" to see for yourself.',
    },
  )
}
