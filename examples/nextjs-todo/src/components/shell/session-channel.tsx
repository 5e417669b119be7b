'use client'

import { LogOut } from 'lucide-react'
import { useEffect } from 'react'
import { Button } from '@/components/ui/button'

const channelName = 'session'
const leave = () => window.location.assign('/sign-in')

/** Signs out here, and tells the other tabs of this browser. */
export function SignOut() {
  const signOut = async () => {
    await fetch('/sign-out', { method: 'POST', redirect: 'manual' })
    const channel = new BroadcastChannel(channelName)
    channel.postMessage('signed out')
    channel.close()
    leave()
  }
  return (
    <Button look="quiet" onPress={signOut} aria-label="Sign out" className="px-2 sm:px-3">
      <LogOut aria-hidden className="size-4" />
      <span className="hidden sm:inline">Sign out</span>
    </Button>
  )
}

/** Leaves this page when another tab signs out. */
export function SessionWatch() {
  useEffect(() => {
    const channel = new BroadcastChannel(channelName)
    channel.onmessage = leave
    return () => channel.close()
  }, [])
  return null
}
