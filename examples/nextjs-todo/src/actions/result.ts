import { AuthError } from '@rowauth/core'
import { redirect, unstable_rethrow } from 'next/navigation'
import { ZodError } from 'zod'
import { codeOf, withoutValues } from '@/db/errors'

/** What an action tells its form. */
export type ActionResult = { ok: true } | { ok: false; message: string }

export const done: ActionResult = { ok: true }

/** What PostgreSQL answers, in words for people; the codes are those of its manual, appendix A. */
const messages: Readonly<Record<string, string>> = {
  '42501': 'You may not change this list, or it is not there any more.',
  '23502': 'Nobody has an account with that address.',
  '23503': 'It is not there any more.',
  '23505': 'It is there already.',
  '23514': 'That is too long, or empty.',
}

/** Row-level security makes rows that one may not change invisible to the change: nothing was found. */
export function changed(rows: readonly unknown[]): ActionResult {
  return rows.length > 0
    ? done
    : { ok: false, message: 'It is not there any more, or you may not change it.' }
}

/** Runs an action and says what went wrong; what nobody foresaw goes to the error page. */
export async function attempt(
  run: () => Promise<ActionResult>,
  own: Readonly<Record<string, string>> = {},
): Promise<ActionResult> {
  try {
    return await run()
  } catch (error) {
    unstable_rethrow(error)
    if (error instanceof AuthError && error.status === 401) redirect('/sign-in')
    if (error instanceof ZodError)
      return { ok: false, message: error.issues[0]?.message ?? 'That does not fit.' }
    const code = codeOf(error) ?? ''
    const message = own[code] ?? messages[code]
    if (message === undefined) throw withoutValues(error)
    return { ok: false, message }
  }
}
