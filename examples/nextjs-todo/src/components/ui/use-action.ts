'use client'

import { unstable_rethrow } from 'next/navigation'
import { useState, useTransition } from 'react'
import type { ActionResult } from '@/actions/result'

interface Steps {
  /** Shows the change at once; it holds until the server has answered. */
  show?(): void
  /** What has happened, in a sentence for those who do not see it. */
  readonly said?: string
  done?(): void
  failed?(): void
}

const nothing = { said: '', problem: '' }

function failure(error: unknown): ActionResult {
  // A redirect is the router's business.
  unstable_rethrow(error)
  const isOffline = error instanceof TypeError
  return {
    ok: false,
    message: isOffline ? 'The server cannot be reached.' : 'Something went wrong on the server.',
  }
}

/** Calls actions, and keeps in words what came of the last one. */
export function useAction() {
  const [isPending, startTransition] = useTransition()
  const [outcome, setOutcome] = useState(nothing)
  const run = (action: () => Promise<ActionResult>, { show, said = '', done, failed }: Steps = {}) => {
    // Emptied in between, so that the same words are read aloud again.
    setOutcome(nothing)
    startTransition(async () => {
      show?.()
      const result = await action().catch(failure)
      setOutcome(result.ok ? { ...nothing, said } : { ...nothing, problem: result.message })
      if (result.ok) done?.()
      else failed?.()
    })
  }
  return { isPending, ...outcome, run, forget: () => setOutcome(nothing) }
}
