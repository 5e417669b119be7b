'use client'

import { ToggleButton } from 'react-aria-components'
import { Choice } from '@/components/ui/choice'

export type Show = 'all' | 'open' | 'done'

const choices = [
  { id: 'all', name: 'All' },
  { id: 'open', name: 'Open' },
  { id: 'done', name: 'Done' },
] as const

interface Props {
  readonly show: Show
  readonly counts: Readonly<Record<Show, number>>
  onChange(show: Show): void
}

export function Filter({ show, counts, onChange }: Props) {
  return (
    <Choice label="Show" value={show} onChange={onChange} className="flex flex-wrap rounded-lg bg-sunken p-1">
      {choices.map(({ id, name }) => (
        <ToggleButton
          key={id}
          id={id}
          className="flex h-9 cursor-pointer items-center gap-1.5 rounded-md px-3 text-sm text-muted hover:text-ink data-selected:bg-surface data-selected:font-medium data-selected:text-ink data-selected:shadow-sm"
        >
          {name} <span className="tabular-nums">{counts[id]}</span>
        </ToggleButton>
      ))}
    </Choice>
  )
}
