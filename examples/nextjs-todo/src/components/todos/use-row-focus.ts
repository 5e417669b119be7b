'use client'

import { type RefObject, useEffect, useRef } from 'react'
import type { Todo } from './optimistic'

/** Keeps the focus in a list whose rows come, go and change places; with no row left, it goes to `otherwise`. */
export function useRowFocus(shown: readonly Todo[], otherwise: RefObject<HTMLElement | null>) {
  const rows = useRef<HTMLDivElement>(null)
  const moved = useRef<string>(undefined)
  const focus = (id: string | undefined) => {
    const row = rows.current?.querySelector<HTMLElement>(`[data-key="${id}"]`)
    const target = row ?? otherwise.current
    target?.focus()
  }
  useEffect(() => {
    // A row that is put elsewhere in the document loses the focus.
    if (moved.current) focus(moved.current)
    moved.current = undefined
  })
  return {
    rows,
    /** These rows are about to leave the screen: the next one that stays gets the focus, else the one before. */
    leave(goes: (todo: Todo) => boolean) {
      const at = shown.findIndex(goes)
      const stays = (todo: Todo) => !goes(todo)
      focus((shown.slice(at).find(stays) ?? shown.slice(0, at).findLast(stays))?.id)
    },
    /** This row is about to change its place: it keeps the focus. */
    move(id: string) {
      moved.current = id
    },
  }
}
