import { Section } from './section'

interface Props {
  readonly policies: readonly {
    table: string
    name: string
    command: string
    using: string | null
    check: string | null
  }[]
}

export function Policies({ policies }: Props) {
  const tables = [...new Set(policies.map(({ table }) => table))]
  return (
    <Section
      title="Policies in force"
      text={
        <>
          From <code>pg_policies</code>, for your role. What is not allowed here does not happen, whatever the
          application asks for.
        </>
      }
    >
      {tables.map((table) => (
        <div key={table} className="border-b border-line px-4 py-4 last:border-b-0">
          <h3 className="font-mono text-sm font-semibold">{table}</h3>
          <ul className="mt-2 flex flex-col gap-3">
            {policies
              .filter((policy) => policy.table === table)
              .map(({ name, command, using, check }) => (
                <li key={name} className="sm:flex sm:gap-4">
                  <span className="block w-24 shrink-0 text-xs leading-5 font-medium text-muted uppercase">
                    {command}
                  </span>
                  <div className="min-w-0 font-mono text-xs leading-5 break-words">
                    {using && <p>using {using}</p>}
                    {check && check !== using && <p>check {check}</p>}
                  </div>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </Section>
  )
}
