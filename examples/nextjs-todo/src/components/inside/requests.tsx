import type { RecordedRequest } from '@/inside/requests'
import { Section } from './section'

interface Props {
  readonly requests: readonly RecordedRequest[]
  readonly calls: number
  readonly wire: { roundTrips: number; connections: number } | undefined
}

export function Requests({ requests, calls, wire }: Props) {
  return (
    <Section
      title="Your last requests"
      text={
        <>
          Calls of the driver, counted in this process; each sends one message and waits for one answer,
          claims and statements together.{' '}
          {wire
            ? `Since the start the driver was called ${calls} times, by everybody; the proxy between application and database has counted ${wire.roundTrips} round trips on the wire, on ${wire.connections} connections.`
            : 'Nothing counts on the wire here; start the application with pnpm todo and its own database to compare.'}
        </>
      }
    >
      {requests.length === 0 ? (
        <p className="px-4 py-10 text-center text-sm text-muted">
          None yet in this process. Open a list, and come back.
        </p>
      ) : (
        <ul>
          {requests.map((request) => (
            <li key={request.id} className="border-b border-line last:border-b-0">
              <Request request={request} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

function Request({ request: { path, calls } }: { request: RecordedRequest }) {
  const time = calls.reduce((sum, { milliseconds }) => sum + milliseconds, 0)
  const statements = calls.flatMap((call, index) =>
    call.statements.map((text, position) => ({ id: `${index}.${position}`, text })),
  )
  return (
    <details className="group">
      <summary className="flex min-h-12 cursor-pointer flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5 text-sm hover:bg-sunken">
        <span className="w-full min-w-0 font-mono wrap-anywhere sm:w-auto sm:flex-1">{path}</span>
        <span className="rounded-full bg-accent-soft px-2.5 py-0.5 text-xs font-medium tabular-nums">
          {calls.length} round {calls.length === 1 ? 'trip' : 'trips'}
        </span>
        <span className="text-xs text-muted tabular-nums">
          {statements.length} {statements.length === 1 ? 'statement' : 'statements'}, {time.toFixed(1)} ms
        </span>
      </summary>
      <ol className="flex flex-col gap-2 border-t border-line bg-sunken px-4 py-3">
        {statements.map(({ id, text }) => (
          <li key={id} className="font-mono text-xs leading-5 break-words">
            {text.replace(/\s+/g, ' ').trim()}
          </li>
        ))}
      </ol>
    </details>
  )
}
