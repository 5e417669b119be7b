'use client'

import { type RefObject, useEffect, useState, useSyncExternalStore } from 'react'

const never = () => () => {}

/**
 * Gives an element the focus when somebody comes to its page from another one and what had the focus is gone. On a page
 * that is loaded the browser decides.
 */
export function useArrival(element: RefObject<HTMLElement | null>, isWanted = true): void {
  const isLoaded = useSyncExternalStore(
    never,
    () => false,
    () => true,
  )
  const [isArrival] = useState(isWanted && !isLoaded)
  useEffect(() => {
    const { activeElement, body } = document
    const isLost = activeElement === null || activeElement === body || !activeElement.checkVisibility()
    if (isArrival && isLost) element.current?.focus()
  }, [isArrival, element])
}
