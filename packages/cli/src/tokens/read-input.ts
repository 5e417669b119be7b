import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { CliError } from '../cli-error.js'
import type { Terminal } from '../terminal/terminal.js'

const most = 1024 * 1024

/**
 * Reads a file, or standard input for `-`.
 *
 * @throws {CliError} `input_unreadable`; quotes nothing of what was read
 */
export async function readInput(path: string, { cwd, stdin }: Terminal): Promise<string> {
  if (path === '-') {
    const chunks: Buffer[] = []
    let size = 0
    for await (const chunk of stdin) {
      const bytes = Buffer.from(chunk)
      size += bytes.length
      if (size > most) throw new CliError('input_unreadable', 'Standard input holds more than 1 MiB.')
      chunks.push(bytes)
    }
    return Buffer.concat(chunks).toString('utf8')
  }
  try {
    return await readFile(resolve(cwd, path), 'utf8')
  } catch (cause) {
    const code = cause instanceof Error ? String(Reflect.get(cause, 'code')) : 'unknown'
    throw new CliError('input_unreadable', `${path} cannot be read (${code}).`, { cause })
  }
}

/**
 * Reads JSON from a file, or from standard input for `-`.
 *
 * @throws {CliError} `input_unreadable`; quotes nothing of what was read
 */
export async function readJson(path: string, terminal: Terminal): Promise<unknown> {
  const text = await readInput(path, terminal)
  try {
    return JSON.parse(text)
  } catch {
    // The parser's message quotes the text, which may be a private key.
    throw new CliError('input_unreadable', `${path === '-' ? 'Standard input' : path} holds no JSON.`)
  }
}
