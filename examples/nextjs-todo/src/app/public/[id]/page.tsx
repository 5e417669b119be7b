import { ArrowLeft, Circle, CircleCheck } from 'lucide-react'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { id as idInput } from '@/actions/inputs'
import { currentPerson } from '@/auth/current'
import { Header } from '@/components/shell/header'
import { Link } from '@/components/ui/link'
import { db } from '@/db/database'
import { readPublicList } from '@/db/read-lists'

interface Props {
  readonly params: Promise<{ id: string }>
}

const openList = cache(async (id: string) =>
  idInput.safeParse(id).success ? await readPublicList(db.$withAuth(null), id) : undefined,
)

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const list = await openList((await params).id)
  return { title: list?.name ?? 'Not found' }
}

export default async function PublicList({ params }: Props) {
  const [list, person] = await Promise.all([openList((await params).id), currentPerson()])
  if (list === undefined) notFound()
  return (
    <>
      <Header person={person} />
      <main className="mx-auto max-w-3xl px-4 py-10 sm:px-6">
        <Link
          href="/public"
          className="mb-4 inline-flex items-center gap-1.5 py-1 text-sm text-muted hover:text-ink"
        >
          <ArrowLeft aria-hidden className="size-4" /> Public lists
        </Link>
        <h1 className="mb-6 text-3xl font-semibold tracking-tight break-words">{list.name}</h1>
        {list.todos.length === 0 ? (
          <p className="rounded-2xl border border-dashed border-line-strong px-6 py-16 text-center text-muted">
            Nothing here yet.
          </p>
        ) : (
          <ul className="overflow-hidden rounded-2xl border border-line bg-surface shadow-card">
            {list.todos.map(({ id, title, done }) => (
              <li key={id} className="flex items-start gap-3 border-b border-line px-4 py-4 last:border-b-0">
                {done ? (
                  <CircleCheck aria-hidden className="size-5 shrink-0 text-good" />
                ) : (
                  <Circle aria-hidden className="size-5 shrink-0 text-line-strong" />
                )}
                <span className="sr-only">{done ? 'Done:' : 'Open:'}</span>
                <span className={`min-w-0 break-words ${done ? 'text-muted line-through' : ''}`}>
                  {title}
                </span>
              </li>
            ))}
          </ul>
        )}
      </main>
    </>
  )
}
