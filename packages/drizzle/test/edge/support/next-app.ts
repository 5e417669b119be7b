import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))
const packageFolder = path('../../../')
const repository = path('../../../../../')
const next = createRequire(import.meta.url).resolve('next/dist/bin/next')

/** A copy of `next-app`, built with the packages as they are in `dist`. */
export async function buildNextApp() {
  // Within the repository, where Turbopack finds its packages, and in a folder that Git leaves alone.
  await mkdir(join(packageFolder, '.turbo'), { recursive: true })
  const folder = await mkdtemp(join(packageFolder, '.turbo/next-app-'))
  await cp(path('../next-app'), folder, { recursive: true })
  await mkdir(join(folder, 'node_modules/@rowauth'), { recursive: true })
  await symlink(packageFolder, join(folder, 'node_modules/@rowauth/drizzle'))
  const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', REPOSITORY: repository }
  const close = () => rm(folder, { recursive: true, force: true })
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [next, 'build'], {
      cwd: folder,
      env,
    })
    return { folder, env, output: stdout + stderr, close }
  } catch (error) {
    await close()
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    throw new Error(`next build failed:\n${stdout}\n${stderr}`)
  }
}

type NextApp = Awaited<ReturnType<typeof buildNextApp>>

/** Serves a built application on loopback, with more variables in its environment. */
export async function serveNextApp({ folder, env }: NextApp, variables: Record<string, string>) {
  const server = spawn(process.execPath, [next, 'start', '--port', '0', '--hostname', '127.0.0.1'], {
    cwd: folder,
    env: { ...env, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const close = async () => {
    if (server.exitCode !== null) return
    const exited = once(server, 'exit')
    server.kill()
    await exited
  }
  const said: string[] = []
  server.stderr.on('data', (chunk) => said.push(String(chunk)))
  for await (const line of createInterface(server.stdout)) {
    said.push(line)
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0]
    if (url === undefined) continue
    server.stdout.resume()
    return { url, close }
  }
  throw new Error(`next start ended:\n${said.join('\n')}`)
}

/** The code of all functions for the edge runtime. */
export async function edgeCode({ folder }: NextApp): Promise<string> {
  const server = join(folder, '.next/server/edge')
  const files = await readdir(server, { recursive: true })
  const code = await Promise.all(
    files.filter((file) => file.endsWith('.js')).map((file) => readFile(join(server, file), 'utf8')),
  )
  return code.join('\n')
}
