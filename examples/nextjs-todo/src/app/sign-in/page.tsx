import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { signIn } from '@/actions/account'
import { currentPerson } from '@/auth/current'
import { AccountPage } from '@/components/account/account-page'

export const metadata: Metadata = { title: 'Sign in' }

export default async function SignIn() {
  if (await currentPerson()) redirect('/lists')
  return <AccountPage isNew={false} action={signIn} />
}
