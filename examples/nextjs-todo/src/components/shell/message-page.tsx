interface Props {
  readonly title: string
  readonly text: string
  readonly children: React.ReactNode
}

export function MessagePage({ title, text, children }: Props) {
  return (
    <main className="mx-auto flex max-w-md flex-1 flex-col items-center px-4 py-24 text-center">
      <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
      <p className="mt-2 mb-6 text-muted">{text}</p>
      {children}
    </main>
  )
}
