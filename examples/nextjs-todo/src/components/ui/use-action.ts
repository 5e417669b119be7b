'use client'

import { useState, useTransition } from 'react'
import type { ActionResult } from '@/actions/result'

/** Calls actions and keeps what went wrong, in words. */
export function useAction() {
  const [isPending, startTransition] = useTransition()
  const [problem, setProblem] = useState('')
  const run = (action: () => Promise<ActionResult>, show: () => void = () => {}) =>
    startTransition(async () => {
      show()
      setProblem('')
      const result = await action().catch((error: unknown) => {
        // A redirect is the router's business; without a network there is nothing to ask.
        if (error instanceof TypeError)
          return { ok: false, message: 'The server cannot be reached.' } as const
        throw error
      })
      // After a redirect there is no result.
      if (result && !result.ok) setProblem(result.message)
    })
  return { isPending, problem, run }
}
