import { blocksOf } from '../../../../test/markdown.js'

const blocks = blocksOf('docs/trust-modes.md')

/** The code of the one block in a language that has a text in it. */
export function block(language: string, part: string): string {
  const found = blocks.filter((each) => each.language === language && each.code.includes(part))
  const [first] = found
  if (first === undefined || found.length > 1) {
    throw new Error(`docs/trust-modes.md has ${found.length} blocks with ${part}.`)
  }
  return first.code
}

/** The arguments of each call of `rowauth` in a block. */
export function rowauthCalls(part: string): string[][] {
  return block('sh', part)
    .split('\n')
    .map((line) => line.split(' ').slice('npx rowauth'.split(' ').length))
}
