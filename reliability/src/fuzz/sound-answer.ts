import { MessageReader } from './message-reader.js'
import { bound, complete, dataRow, digestOf, message, parameters, parsed, rowDescription } from './wire.js'

/** A message of a client's that a server answers, and the text of the statement that it is about. */
interface Step {
  /** Parse, Bind, Describe of a statement, Execute. */
  readonly type: 'P' | 'B' | 'D' | 'E'
  readonly text: string
}

export interface Request {
  /** What is opened with: a token or a ticket. */
  readonly credential: string
  readonly steps: readonly Step[]
}

export const opens = (text: string) => text.includes('open_session')
const selects = (text: string) => text.startsWith('select title')

/** Reads what a client has written. On a new connection each statement is parsed. */
export function readRequest(bytes: Buffer): Request {
  const messages = [...new MessageReader(bytes)]
  const steps: Step[] = []
  let text = ''
  for (const { type, body } of messages) {
    if (type === 'P') text = body.toString('utf8').split('\0')[1] ?? ''
    // What describes a portal is answered with its rows.
    if (type === 'D' && body[0] !== 0x53) continue
    if (type === 'P' || type === 'B' || type === 'D' || type === 'E') steps.push({ type, text })
  }
  const role = Buffer.from('authenticated')
  const opening = messages.find(({ type, body }) => type === 'B' && body.includes(role))?.body
  if (opening === undefined) return { credential: '', steps }
  // The credential is the parameter behind the role: its length, and its bytes.
  const at = opening.indexOf(role) + role.length
  const credential = opening.toString('latin1', at + 4, at + 4 + opening.readInt32BE(at))
  return { credential, steps }
}

function executed(text: string, credential: string): Buffer[] {
  if (opens(text)) return [dataRow('f', `${digestOf(credential)} ticket`), complete('SELECT 1')]
  if (selects(text)) return [rowDescription('title'), dataRow('a row'), complete('SELECT 1')]
  return [complete(text.toUpperCase())]
}

/** A sound answer: one message after the other. */
export function soundAnswer({ credential, steps }: Request): Buffer[] {
  const answers = steps.flatMap(({ type, text }) => {
    if (type === 'P') return [parsed]
    if (type === 'B') return [bound]
    if (type === 'E') return executed(text, credential)
    return [
      parameters(...(text.includes('$1') ? [25] : [])),
      selects(text) ? rowDescription('title') : message('n'),
    ]
  })
  const texts = steps.flatMap(({ type, text }) => (type === 'E' ? [text] : []))
  const within = texts.includes('begin') || (texts.length === 1 && !opens(texts[0] ?? ''))
  return [...answers, message('Z', Buffer.from(within && !texts.includes('commit') ? 'T' : 'I'))]
}
