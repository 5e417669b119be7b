import type { Chapter, Tokens } from './chapter.js'
import { injection } from './injection.js'
import { reading } from './reading.js'
import { severalStatements } from './several-statements.js'
import { writing } from './writing.js'

/** The demo, in the order in which it runs. */
export function chapters(tokens: Tokens): Chapter[] {
  return [reading(tokens), writing(tokens), severalStatements(tokens), injection(tokens)]
}
