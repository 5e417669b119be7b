'use client'

import NextLink from 'next/link'
import { type ComponentProps, useState } from 'react'

/** Fetched beforehand once somebody points at it: fetching all links on the screen would ask the database for each. */
export function Link(props: ComponentProps<typeof NextLink>) {
  const [isMeant, setMeant] = useState(false)
  const mean = () => setMeant(true)
  return <NextLink {...props} prefetch={isMeant ? null : false} onMouseEnter={mean} onFocus={mean} />
}
