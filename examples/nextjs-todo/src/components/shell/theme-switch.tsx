'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { startTransition, useState } from 'react'
import { ToggleButton } from 'react-aria-components'
import { keepTheme } from '@/actions/theme'
import { Choice } from '@/components/ui/choice'
import type { Theme } from './theme'

const choices = [
  { id: 'light', name: 'Light colours', Icon: Sun },
  { id: 'system', name: 'Colours of the system', Icon: Monitor },
  { id: 'dark', name: 'Dark colours', Icon: Moon },
] as const

/** The choice is kept in a cookie, so that the server sends the right colours from the start. */
export function ThemeSwitch({ initial }: { initial: Theme }) {
  const [theme, setTheme] = useState<Theme>(initial)
  const choose = (next: Theme) => {
    setTheme(next)
    if (next === 'system') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = next
    startTransition(() => keepTheme(next))
  }
  return (
    <Choice label="Colours" value={theme} onChange={choose} className="flex rounded-lg bg-sunken p-0.5">
      {choices.map(({ id, name, Icon }) => (
        <ToggleButton
          key={id}
          id={id}
          aria-label={name}
          className="flex size-8 cursor-pointer items-center justify-center rounded-md text-muted hover:text-ink data-selected:bg-surface data-selected:text-ink data-selected:shadow-sm"
        >
          <Icon aria-hidden className="size-4" />
        </ToggleButton>
      ))}
    </Choice>
  )
}
