'use client'

import { type ComponentProps, useRef } from 'react'
import { useArrival } from './use-arrival'

/** The heading of a page that one is sent to: reading goes on from here. */
export function ArrivalHeading(props: ComponentProps<'h1'>) {
  const heading = useRef<HTMLHeadingElement>(null)
  useArrival(heading)
  return <h1 {...props} ref={heading} tabIndex={-1} />
}
