'use client'

import { Globe, ListTodo, Users } from 'lucide-react'
import { useSelectedLayoutSegment } from 'next/navigation'
import { Link } from '@/components/ui/link'
import type { ListOverview } from '@/db/read-lists'
import { NewList } from './new-list'

/** All lists; on a phone they make way for the one that is open. */
export function Sidebar({ lists }: { lists: ListOverview[] }) {
  const open = useSelectedLayoutSegment()
  return (
    <aside className={`w-full shrink-0 md:block md:w-64 ${open === null ? '' : 'hidden'}`}>
      <nav aria-label="Lists">
        <h2 className="mb-2 px-3 text-sm font-medium text-muted">Your lists</h2>
        {lists.length === 0 && <p className="px-3 pb-3 text-sm text-muted">None yet. Make one below.</p>}
        <ul className="flex flex-col gap-0.5">
          {lists.map((list) => (
            <li key={list.id}>
              <Link
                href={`/lists/${list.id}`}
                aria-current={list.id === open ? 'page' : undefined}
                className="flex h-11 items-center gap-3 rounded-lg px-3 text-sm hover:bg-sunken aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium"
              >
                <Mark list={list} />
                <span className="min-w-0 flex-1 truncate">{list.name}</span>
                {list.open > 0 && (
                  <span className="text-muted tabular-nums">
                    {list.open}
                    <span className="sr-only"> open</span>
                  </span>
                )}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className="mt-3">
        <NewList />
      </div>
    </aside>
  )
}

function Mark({ list }: { list: ListOverview }) {
  const [Icon, text] = list.isPublic
    ? ([Globe, 'public'] as const)
    : list.isShared
      ? ([Users, 'shared'] as const)
      : ([ListTodo, ''] as const)
  return (
    <>
      <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      {text && <span className="sr-only">{text}:</span>}
    </>
  )
}
