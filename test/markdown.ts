import { readFileSync } from 'node:fs'

/** A fenced block of a Markdown file, with the comment in front of it. */
export interface Block {
  /** File and line, for messages. */
  readonly place: string
  readonly language: string
  readonly code: string
  /** `path#region` after `sample:`. */
  readonly sample: string | undefined
  /** The reason after `no-sample:`. */
  readonly excuse: string | undefined
}

/** The fenced blocks of a file, given by its path from the root of the repository. */
export function blocksOf(file: string): Block[] {
  const lines = readFileSync(file, 'utf8').split('\n')
  const blocks: Block[] = []
  for (let at = 0; at < lines.length; at += 1) {
    const opening = /^(\s*)(`{3,})(\w*)/.exec(lines[at] ?? '')
    if (opening === null) continue
    const [, indent = '', fence = '', language = ''] = opening
    const end = lines.findIndex((line, index) => index > at && line.trim() === fence)
    if (end === -1) throw new Error(`${file}:${at + 1}: the block has no end`)
    const [, kind, note] = /^<!-- (sample|no-sample): (.+) -->$/.exec((lines[at - 1] ?? '').trim()) ?? []
    blocks.push({
      place: `${file}:${at + 1}`,
      language,
      code: lines
        .slice(at + 1, end)
        .map((line) => line.replace(indent, ''))
        .join('\n'),
      sample: kind === 'sample' ? note : undefined,
      excuse: kind === 'no-sample' ? note : undefined,
    })
    at = end
  }
  return blocks
}

function dedent(lines: readonly string[]): string {
  const filled = lines.filter((line) => line.trim() !== '')
  const depth = Math.min(...filled.map((line) => line.search(/\S/)))
  return lines
    .map((line) => line.slice(depth))
    .join('\n')
    .trim()
}

/**
 * The text of a sample: what stands between `// #region name` and `// #endregion name` of the file, or all of
 * it, without the marks and the common indentation.
 */
export function sampleText(sample: string): string {
  const [file = '', region] = sample.split('#')
  let lines = readFileSync(file, 'utf8').split('\n')
  if (region !== undefined) {
    const start = lines.findIndex((line) => line.trim() === `// #region ${region}`)
    const end = lines.findIndex((line) => line.trim() === `// #endregion ${region}`)
    if (start === -1 || end <= start) throw new Error(`${file} has no region "${region}"`)
    lines = lines.slice(start + 1, end)
  }
  return dedent(lines.filter((line) => !/^\s*\/\/ #(end)?region\b/.test(line)))
}

/** Targets of the links outside of blocks. */
export function linksOf(file: string): string[] {
  const prose = readFileSync(file, 'utf8')
    .replace(/^([ \t]*)(`{3,})[\s\S]*?^\1\2$/gm, '')
    .replace(/`[^`\n]*`/g, '')
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)
}

/** The anchors of a file's headings, made as on GitHub. */
export function anchorsOf(file: string): string[] {
  const prose = readFileSync(file, 'utf8').replace(/^([ \t]*)(`{3,})[\s\S]*?^\1\2$/gm, '')
  return [...prose.matchAll(/^#{1,6} (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}
