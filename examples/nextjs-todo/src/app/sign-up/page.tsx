import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { signUp } from '@/actions/account'
import { currentPerson } from '@/auth/current'
import { AccountPage } from '@/components/account/account-page'

export const metadata: Metadata = { title: 'Make an account' }

export default async function SignUp() {
  if (await currentPerson()) redirect('/lists')
  return <AccountPage isNew={true} action={signUp} />
}
