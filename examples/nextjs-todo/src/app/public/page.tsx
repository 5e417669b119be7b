import { Globe } from 'lucide-react'
import type { Metadata } from 'next'
import { currentPerson } from '@/auth/current'
import { Header } from '@/components/shell/header'
import { Link } from '@/components/ui/link'
import { db } from '@/db/database'
import { readPublicLists } from '@/db/read-lists'

export const metadata: Metadata = { title: 'Public lists' }

/** Read as nobody, whoever looks: what is public is what a visitor may see. */
export default async function PublicLists() {
  const [person, lists] = await Promise.all([currentPerson(), readPublicLists(db.$withAuth(null))])
  return (
    <>
      <Header person={person} />
      <main className="mx-auto max-w-3xl px-4 py-10 sm:px-6">
        <h1 className="text-3xl font-semibold tracking-tight">Public lists</h1>
        <p className="mt-2 mb-8 text-muted">Anybody can read these, with an account or without.</p>
        {lists.length === 0 ? (
          <p className="rounded-2xl border border-dashed border-line-strong px-6 py-16 text-center text-muted">
            Nobody has made a list public yet.
          </p>
        ) : (
          <ul className="overflow-hidden rounded-2xl border border-line bg-surface shadow-card">
            {lists.map(({ id, name }) => (
              <li key={id} className="border-b border-line last:border-b-0">
                <Link
                  href={`/public/${id}`}
                  className="flex min-h-14 items-center gap-3 px-4 py-3 hover:bg-sunken"
                >
                  <Globe aria-hidden className="size-4 shrink-0 text-muted" />
                  <span className="min-w-0 truncate">{name}</span>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </main>
    </>
  )
}
