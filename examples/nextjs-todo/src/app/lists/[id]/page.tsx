import { ArrowLeft } from 'lucide-react'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { id as idInput } from '@/actions/inputs'
import { signedIn } from '@/auth/current'
import { ListMenu } from '@/components/lists/list-menu'
import { Share } from '@/components/lists/share'
import { Board } from '@/components/todos/board'
import { Link } from '@/components/ui/link'
import { readList } from '@/db/read-lists'

interface Props {
  readonly params: Promise<{ id: string }>
}

const openList = cache(async (id: string) => {
  const { mine, person } = await signedIn()
  const list = idInput.safeParse(id).success ? await readList(mine, id) : undefined
  return { list, person }
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { list } = await openList((await params).id)
  return { title: list?.name ?? 'Not found' }
}

export default async function OpenListPage({ params }: Props) {
  const { list, person } = await openList((await params).id)
  if (list === undefined) notFound()
  const { members, todos } = list
  const role = members.find(({ userId }) => userId === person.id)?.role
  const isOwner = role === 'owner'
  const others = members.filter(({ userId }) => userId !== person.id)
  const names = others.map(({ userId, profile }) => [userId, profile.name])
  return (
    <main className="min-w-0 flex-1">
      <Link
        href="/lists"
        className="mb-4 inline-flex items-center gap-1.5 py-1 text-sm text-muted hover:text-ink md:hidden"
      >
        <ArrowLeft aria-hidden className="size-4" /> All lists
      </Link>
      <div className="mb-6 flex flex-wrap items-start gap-2">
        <div className="min-w-0 flex-1 max-sm:basis-full">
          <h1 className="text-2xl font-semibold tracking-tight break-words sm:text-3xl">{list.name}</h1>
          <p className="mt-1 text-sm text-muted">
            {isOwner
              ? 'You own this list.'
              : role === 'editor'
                ? 'You may edit this list.'
                : 'You may look at this list.'}
            {list.isPublic && (
              <>
                {' '}
                <Link href={`/public/${list.id}`} className="text-accent underline underline-offset-4">
                  Everybody can read it
                </Link>
                .
              </>
            )}
          </p>
        </div>
        <Share listId={list.id} members={members} isOwner={isOwner} />
        <ListMenu list={list} isOwner={isOwner} personId={person.id} />
      </div>
      <Board
        key={`${list.id} ${role}`}
        listId={list.id}
        stored={todos}
        canEdit={role === 'owner' || role === 'editor'}
        names={Object.fromEntries(names)}
      />
    </main>
  )
}
