interface Props {
  readonly title: string
  readonly text: React.ReactNode
  readonly children: React.ReactNode
}

export function Section({ title, text, children }: Props) {
  return (
    <section>
      <h2 className="text-xl font-semibold">{title}</h2>
      <p className="mt-1 mb-4 max-w-2xl text-sm text-muted">{text}</p>
      <div className="overflow-hidden rounded-2xl border border-line bg-surface shadow-card">{children}</div>
    </section>
  )
}
