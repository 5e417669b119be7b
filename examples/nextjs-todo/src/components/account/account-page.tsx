import Link from 'next/link'
import type { ActionResult } from '@/actions/result'
import { Header } from '@/components/shell/header'
import { SessionEnd } from '@/components/shell/session-channel'
import { AccountForm } from './account-form'

interface Props {
  readonly isNew: boolean
  action(before: ActionResult | null, form: FormData): Promise<ActionResult>
}

export function AccountPage({ isNew, action }: Props) {
  const other = isNew
    ? { question: 'You have one already?', href: '/sign-in', text: 'Sign in' }
    : { question: 'No account yet?', href: '/sign-up', text: 'Make one' }
  return (
    <>
      <Header person={null} />
      <SessionEnd />
      <main className="mx-auto max-w-md px-4 py-12 sm:py-20">
        <div className="rounded-2xl border border-line bg-surface p-6 shadow-card sm:p-8">
          <h1 className="mb-6 text-2xl font-semibold tracking-tight">
            {isNew ? 'Make an account' : 'Sign in'}
          </h1>
          <AccountForm isNew={isNew} action={action} />
        </div>
        <p className="mt-6 text-center text-sm text-muted">
          {other.question}{' '}
          <Link href={other.href} className="font-medium text-accent underline underline-offset-4">
            {other.text}
          </Link>
        </p>
      </main>
    </>
  )
}
