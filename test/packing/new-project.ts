import { execFile } from 'node:child_process'
import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { blocksOf } from '../markdown.js'

const programs = fileURLToPath(new URL('project', import.meta.url))

const config = {
  compilerOptions: {
    target: 'ES2022',
    lib: ['ES2023', 'DOM', 'DOM.Iterable'],
    module: 'NodeNext',
    strict: true,
    skipLibCheck: false,
    types: ['node'],
    rootDir: 'src',
    outDir: 'dist',
  },
  include: ['src'],
}

/** The environment without what the workspace's own scripts put there: it must not lead npm back to the workspace. */
export function ownEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|pnpm_|INIT_CWD|NODE_PATH|NODE_OPTIONS|NODE_ENV|VITEST)/i.test(name),
  )
  return Object.fromEntries(own)
}

/** A project that has nothing to do with the workspace: what somebody has who follows the README. */
export class NewProject {
  readonly folder: string

  constructor(folder: string) {
    this.folder = folder
  }

  /** Runs a command in the project. */
  async run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
    const options = { cwd: this.folder, env: { ...ownEnvironment(), ...env } }
    try {
      return (await promisify(execFile)(command, [...args], options)).stdout
    } catch (error) {
      const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
      throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}\n${stderr}`)
    }
  }

  /** Installs packages with plain npm. */
  async install(packages: readonly string[]): Promise<void> {
    await this.#write('package.json', JSON.stringify({ name: 'new-project', private: true, type: 'module' }))
    await this.run('npm', ['install', '--no-audit', '--no-fund', ...packages])
  }

  /** Writes the README's code to where it says that it belongs, and a program that uses it. */
  writeReadmeCode(): Promise<string[]> {
    return this.#writeCode('README.md', 'main.ts')
  }

  /** The same for the page about Neon; its other sample starts servers of its own. */
  writeNeonCode(): Promise<string[]> {
    return this.#writeCode('docs/neon.md', 'neon.ts', ['database.ts'])
  }

  async #writeCode(page: string, program: string, wanted?: readonly string[]): Promise<string[]> {
    const written: string[] = []
    await mkdir(join(this.folder, 'src'))
    for (const { sample, code } of blocksOf(page)) {
      if (sample === undefined) continue
      const name = basename(sample.split('#')[0] ?? '')
      // A piece of a test runs there, and is no file of its own.
      if (wanted?.includes(name) === false || name.endsWith('.test.ts')) continue
      await this.#write(name === 'drizzle.config.ts' ? name : join('src', name), `${code}\n`)
      written.push(name)
    }
    await copyFile(join(programs, program), join(this.folder, 'src', program))
    await this.#write('tsconfig.json', JSON.stringify(config))
    return written.sort()
  }

  /**
   * Compiles the project, the types of its dependencies included.
   *
   * @returns the errors, apart from those within drizzle-orm: its types for databases whose clients are not
   *   installed do not compile
   */
  async compile(): Promise<string[]> {
    const output = await this.run('npx', ['tsc', '--pretty', 'false']).catch((error: Error) => error.message)
    const errors = output.split('\n').filter((line) => line.includes('error TS'))
    return errors.filter((line) => !line.startsWith('node_modules/drizzle-orm/'))
  }

  /** Makes the migrations that the README describes, with the drizzle-kit of the project and the README's configuration. */
  async generateMigrations(): Promise<void> {
    const [grants, login] = blocksOf('README.md').filter(({ language }) => language === 'sql')
    const generate = ['drizzle-kit', 'generate']
    await this.run('npx', [...generate, '--name', 'todos'])
    await this.run('npx', [...generate, '--name', 'grants', '--custom'])
    const files = await readdir(join(this.folder, 'drizzle'), { recursive: true })
    const file = files.find((each) => each.includes('grants') && each.endsWith('.sql'))
    if (file === undefined || grants === undefined || login === undefined) throw new Error('no migration')
    await this.#write(join('drizzle', file), grants.code.replaceAll('\n', '\n--> statement-breakpoint\n'))
    await this.#write('login.sql', login.code)
  }

  async #write(file: string, text: string): Promise<void> {
    await writeFile(join(this.folder, file), text)
  }
}
