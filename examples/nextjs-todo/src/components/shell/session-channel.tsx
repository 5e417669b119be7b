'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

const name = 'session'

/** On pages for those who are signed in: asks the server again when another tab shows that nobody is any more. */
export function SessionWatch() {
  const router = useRouter()
  useEffect(() => {
    const channel = new BroadcastChannel(name)
    channel.onmessage = () => router.refresh()
    return () => channel.close()
  }, [router])
  return null
}

/** On pages that are there while nobody is signed in: tells the other tabs of this browser. */
export function SessionEnd() {
  useEffect(() => {
    const channel = new BroadcastChannel(name)
    channel.postMessage('over')
    channel.close()
  }, [])
  return null
}
