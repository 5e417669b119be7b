import type { Metadata } from 'next'
import { signedIn } from '@/auth/current'
import { ArrivalHeading } from '@/components/shell/arrival-heading'

export const metadata: Metadata = { title: 'Lists' }

export default async function Lists() {
  const { person } = await signedIn()
  return (
    <main className="min-w-0 flex-1 rounded-2xl border-line-strong px-3 max-md:order-first md:border md:border-dashed md:py-24 md:text-center">
      <ArrivalHeading className="text-xl font-semibold">Hello, {person.name}</ArrivalHeading>
      <p className="mt-1 text-muted">Choose a list, or make a new one.</p>
    </main>
  )
}
