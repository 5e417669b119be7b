import { cancelRequest, message, password, query, request, sslRequest, startup } from '../protocol.js'

export interface Identity {
  readonly user: string
  readonly database: string
  readonly password: string
}

const text = (...parts: (string | number[])[]) =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(`${part}\0`) : Buffer.from(part))),
  )

const parse = message('P', text('', 'select $1::text', [0, 0]))
const bind = message('B', text('', '', [0, 0, 0, 1, 0, 0, 0, 2, 0x68, 0x69, 0, 0]))
const execute = message('E', text('', [0, 0, 0, 0]))
const sync = message('S', Buffer.alloc(0))

/** What clients send after their login. */
export const conversations: readonly Buffer[] = [
  query('select 1'),
  query("begin; select set_config('x.y', 'z', true)"),
  query('copy (select 1) to stdout'),
  query('create temporary table t (a text); copy t from stdin'),
  query("select repeat('x', 100000) from generate_series(1, 20)"),
  query('select 1/0'),
  query('listen x; notify x'),
  Buffer.concat([parse, bind, execute, sync]),
  Buffer.concat([parse, message('D', text([0x53], '')), sync, sync]),
  message('d', Buffer.from('a\n')),
  message('c', Buffer.alloc(0)),
  message('f', text('no')),
  message('F', Buffer.from([0, 0, 0, 1, 0, 0, 0, 0, 0, 0])),
  message('X', Buffer.alloc(0)),
  message('H', Buffer.alloc(0)),
]

/** How clients begin; whatever has broken the endpoint once belongs here, too. */
export function beginnings({ user, database, password: secret }: Identity): readonly Buffer[] {
  const own = { user, database }
  return [
    Buffer.concat([startup(own), password(secret)]),
    Buffer.concat([
      startup({ ...own, application_name: 'fuzz', statement_timeout: '1000' }),
      password(secret),
    ]),
    Buffer.concat([sslRequest, startup(own), password(secret)]),
    Buffer.concat([startup(own), password('wrong')]),
    startup({ user: 'postgres', database }),
    startup({ ...own, options: '-c role=postgres' }),
    startup(own, 196_610),
    Buffer.concat([request(80_877_104), sslRequest, startup(own)]),
    cancelRequest(Buffer.alloc(8)),
    sslRequest,
  ]
}
