import { styleText } from 'node:util'
import type { Step } from './chapters/chapter.js'

/** A step with what came of it. */
interface Line extends Step {
  readonly outcome: string
  readonly counted: number
}

const colours = process.stdout.isTTY === true && process.env.NO_COLOR === undefined

/** Colours for a terminal; plain text for everything else. */
function style(format: 'bold' | 'dim' | 'green' | 'yellow' | 'red', text: string): string {
  return colours ? styleText(format, text) : text
}

function columns(who: string, call: string, outcome: string, counted: string): string {
  return `  ${who.padEnd(18)}${call.padEnd(30)}${outcome.padEnd(38)}${counted.padStart(5)}`
}

/** What runs here, and how to read the table. */
export function printStart(version: string): void {
  console.log(
    `\n${style('bold', 'rowauth')}: a JWT goes in, a Drizzle query runs as the user it names, one round trip`,
  )
  console.log(style('dim', `Real keys, PostgreSQL ${version}, round trips counted on the wire by a proxy.\n`))
  console.log(style('dim', columns('who', 'call', 'gets', 'trips')))
}

/** @returns how many of the lines are not what they have to be */
export function printChapter(title: string, lines: readonly Line[]): number {
  console.log(style('bold', `\n${title}`))
  let wrong = 0
  for (const { who, call, outcome, counted, expected, roundTrips } of lines) {
    const right = outcome === expected && counted === roundTrips
    const line = columns(who, call, outcome, String(counted))
    const colour = outcome.startsWith('refused') ? 'yellow' : 'green'
    console.log(right ? style(colour, line) : style('red', `${line}  expected: ${expected}, ${roundTrips}`))
    if (!right) wrong += 1
  }
  return wrong
}

/** The summary. */
export function printEnd(total: number, wrong: number): void {
  console.log(
    style('dim', '\nThe policies are in examples/quickstart/src/schema.ts, the calls in src/chapters.'),
  )
  const summary =
    wrong === 0
      ? `All ${total} calls came out as they have to.`
      : `${wrong} of ${total} calls did not come out as they have to.`
  console.log(style(wrong === 0 ? 'green' : 'red', `\n${summary}`))
}
