import { Section } from './section'

interface Props {
  readonly identity: { role: string; login: string; claims: Record<string, unknown> }
}

const times = new Set(['iat', 'exp', 'auth_time'])

const shown = (name: string, value: unknown) => {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  if (!times.has(name)) return text
  return `${text}, which is ${new Date(Number(value) * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

const explanations: Readonly<Record<string, string>> = {
  sub: 'who you are; auth.uid() in policies',
  sid: 'your session: signing out deletes its row',
  exp: 'good until then, and renewed before, while you are active',
  auth_time: 'when you gave your password',
}

export function Claims({ identity: { role, login, claims } }: Props) {
  return (
    <Section
      title="Who you are"
      text={
        <>
          The application logs in as <code>{login}</code>, which may do nothing. Each query runs as{' '}
          <code>{role}</code>, with the claims of your token, for one transaction.
        </>
      }
    >
      <dl>
        <Row name="role" note="current_user">
          {role}
        </Row>
        {Object.entries(claims).map(([name, value]) => (
          <Row key={name} name={name} note={explanations[name]}>
            {shown(name, value)}
          </Row>
        ))}
      </dl>
    </Section>
  )
}

function Row({
  name,
  note,
  children,
}: {
  name: string
  note?: string | undefined
  children: React.ReactNode
}) {
  return (
    <div className="border-b border-line px-4 py-3 last:border-b-0 sm:flex sm:gap-4">
      <dt className="w-28 shrink-0 font-mono text-sm text-accent">{name}</dt>
      <dd className="min-w-0 text-sm">
        <span className="font-mono wrap-anywhere">{children}</span>
        {note && <span className="block text-muted">{note}</span>}
      </dd>
    </div>
  )
}
