import { join } from 'node:path'

/** Something that runs JavaScript, as a package of npm that carries its program. */
export interface Runtime {
  readonly title: string
  /** The package, for this machine. */
  readonly specifier: string
  /** The program and what it is told before the name of a file. */
  command(folder: string): readonly [program: string, ...args: string[]]
}

const { platform, arch } = process
const bunArch = arch === 'arm64' ? 'aarch64' : arch
const denoPlatform = platform === 'linux' ? `linux-${arch}-glibc` : `${platform}-${arch}`

function node(version: string): Runtime {
  const name = `node-${version}`
  return {
    title: `Node ${version}`,
    specifier: `${name}@npm:node-${platform}-${arch}@${version}`,
    command: (folder) => [join(folder, 'node_modules', name, 'bin/node')],
  }
}

function bun(version: string): Runtime {
  const name = `@oven/bun-${platform}-${bunArch}`
  return {
    title: `Bun ${version}`,
    specifier: `${name}@${version}`,
    command: (folder) => [join(folder, 'node_modules', name, 'bin/bun')],
  }
}

function deno(version: string): Runtime {
  const name = `@deno/${denoPlatform}`
  return {
    title: `Deno ${version}`,
    specifier: `${name}@${version}`,
    command: (folder) => [join(folder, 'node_modules', name, 'deno'), 'run', '--allow-all'],
  }
}

/** The oldest Node that is supported, the lines in use, and what is not Node. */
export const runtimes: readonly Runtime[] = [
  node('20.19.0'),
  node('22.23.3'),
  node('24.21.0'),
  bun('1.4.5'),
  deno('2.9.6'),
]
