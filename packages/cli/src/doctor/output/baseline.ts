import { readFile, writeFile } from 'node:fs/promises'
import { CliError } from '../../cli-error.js'
import { type Finding, identity } from '../finding.js'

/** A finding that a baseline holds: by what it is and is about, with the words that it was found with. */
type Known = Pick<Finding, 'number' | 'object' | 'detail'>

/**
 * Reads the findings that are known already.
 *
 * @throws {CliError} `baseline_missing`, `baseline_invalid`
 */
export async function readBaseline(path: string): Promise<Known[]> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new CliError('baseline_missing', `There is no file ${path} that can be read.`, {
      hint: 'Add --write-baseline to make it of what is found now.',
      cause,
    })
  })
  const content = parse(text)
  if (!isBaseline(content)) {
    throw new CliError('baseline_invalid', `The file ${path} is no baseline of rowauth doctor.`, {
      hint: 'Make it anew with --write-baseline.',
    })
  }
  return content.findings
}

/** Writes what is found as known, one finding a line and in order, so that changes are easy to read. */
export async function writeBaseline(path: string, findings: readonly Finding[]): Promise<void> {
  const lines = findings.map(
    ({ number, object, detail }) => `    ${JSON.stringify({ number, object, detail })}`,
  )
  const list = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`
  await writeFile(path, `{\n  "version": 1,\n  "findings": ${list}\n}\n`)
}

/** Divides what is found into what is new and what is known; with what is known, and gone. */
export function compareWith(
  baseline: readonly Known[],
  findings: readonly Finding[],
  ignored: readonly number[],
): { findings: Finding[]; known: Finding[]; gone: Known[] } {
  const old = new Set(baseline.map(identity))
  const now = new Set(findings.map(identity))
  return {
    findings: findings.filter((finding) => !old.has(identity(finding))),
    known: findings.filter((finding) => old.has(identity(finding))),
    gone: baseline.filter((known) => !now.has(identity(known)) && !ignored.includes(known.number)),
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isBaseline(content: unknown): content is { findings: Known[] } {
  if (typeof content !== 'object' || content === null) return false
  const { version, findings } = content as Record<string, unknown>
  return version === 1 && Array.isArray(findings) && findings.every(isKnown)
}

function isKnown(value: unknown): value is Known {
  if (typeof value !== 'object' || value === null) return false
  const { number, object, detail } = value as Record<string, unknown>
  return Number.isInteger(number) && typeof object === 'string' && typeof detail === 'string'
}
