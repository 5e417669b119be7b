import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { packPackages } from './pack-packages.mjs'

const run = promisify(execFile)

const required = ['package.json', 'README.md', 'LICENSE']
const allowed =
  /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|src\/.+\.(ts|mjs)|dist\/.+(\.d\.[cm]?ts|\.[cm]?js)(\.map)?)$/
const forbidden = /(^|\/)(test|tests|node_modules)\/|\.test\.|tsbuildinfo/

/** What is wrong with the list of files in a tarball. */
function fileProblems(files) {
  const sources = new Set(files.filter((file) => file.startsWith('src/')).map((file) => stem(file, 'src/')))
  const built = files.filter((file) => file.startsWith('dist/') && !file.startsWith('dist/vendor/'))
  const stale = built.filter((file) => !sources.has(stem(file, 'dist/')))
  return [
    ...required.filter((file) => !files.includes(file)).map((file) => `${file} is missing`),
    ...files
      .filter((file) => !allowed.test(file) || forbidden.test(file))
      .map((file) => `${file} does not belong`),
    ...stale
      .slice(0, 1)
      .map((file) => `${file} and ${stale.length - 1} more have no source: remove dist, build again`),
  ]
}

function stem(file, folder) {
  return file.slice(folder.length).replace(/(\.d)?\.[cm]?[jt]s(\.map)?$/, '')
}

/** What is wrong with the manifest as packed. */
function manifestProblems(manifest) {
  const groups = ['dependencies', 'peerDependencies', 'optionalDependencies']
  const ranges = groups.flatMap((group) => Object.entries(manifest[group] ?? {}))
  const entries = ['exports', 'imports'].filter((field) => /"source":/.test(JSON.stringify(manifest[field])))
  return [
    ...ranges
      .filter(([, range]) => /^(workspace|catalog|link|file):|^\*?$/.test(range))
      .map(([name, range]) => `the range of ${name} is "${range}"`),
    ...entries.map((field) => `${field} leads to TypeScript: the hook of .pnpmfile.mjs has not run`),
  ]
}

async function publintProblems(tarball) {
  const { messages, pkg } = await publint({
    pack: { tarball: new Uint8Array(await readFile(tarball)).buffer },
  })
  return messages.map((message) => formatMessage(message, pkg) ?? message.code)
}

/** The command is a program, and the suite is for Vitest: both are ESM alone. */
const withoutCommonJs = {
  rowauth: ['--profile', 'esm-only'],
  '@rowauth/testing': ['--exclude-entrypoints=./conformance'],
}

/** Whether the types are found, and are those of the code, in every way of resolving modules. */
async function typeProblems(name, tarball) {
  const args = [
    'attw',
    ...(withoutCommonJs[name] ?? []),
    '--format',
    'ascii',
    '--no-color',
    '--no-emoji',
    tarball,
  ]
  try {
    await run('npx', ['--no-install', ...args])
    return []
  } catch (error) {
    return [String(error.stdout || error.message).trim()]
  }
}

const destination = await mkdtemp(join(tmpdir(), 'rowauth-packages-'))
try {
  const packages = await packPackages(destination)
  let total = 0
  for (const { name, version, tarball, size, files } of packages) {
    const manifest = JSON.parse((await run('tar', ['-xzOf', tarball, 'package/package.json'])).stdout)
    const problems = [
      ...fileProblems(files),
      ...manifestProblems(manifest),
      ...(await publintProblems(tarball)),
      ...(await typeProblems(name, tarball)),
    ]
    total += size
    const summary = `${files.length} files, ${(size / 1024).toFixed(1)} kB`
    console.log(`${problems.length === 0 ? 'ok  ' : 'BAD '} ${`${name}@${version}`.padEnd(28)} ${summary}`)
    for (const problem of problems) console.log(`     ${problem}`)
    if (problems.length > 0) process.exitCode = 1
  }
  console.log(`     ${packages.length} packages, ${(total / 1024).toFixed(1)} kB packed`)
} finally {
  await rm(destination, { recursive: true, force: true })
}
