'use client'

import Link from 'next/link'
import { type ComponentProps, useState } from 'react'

/** Fetched beforehand once somebody points at it: fetching all links on the screen would ask the database for each. */
export function ListLink(props: ComponentProps<typeof Link>) {
  const [isMeant, setMeant] = useState(false)
  const mean = () => setMeant(true)
  return <Link {...props} prefetch={isMeant ? null : false} onMouseEnter={mean} onFocus={mean} />
}
