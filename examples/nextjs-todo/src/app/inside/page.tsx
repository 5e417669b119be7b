import type { Metadata } from 'next'
import { signedIn } from '@/auth/current'
import { Claims } from '@/components/inside/claims'
import { Policies } from '@/components/inside/policies'
import { Requests } from '@/components/inside/requests'
import { Header } from '@/components/shell/header'
import { readInside, readWireCount } from '@/inside/read-inside'
import { requestsOf, total } from '@/inside/requests'

export const metadata: Metadata = { title: 'Inside' }

export default async function Inside() {
  const { mine, person } = await signedIn()
  const requests = [...requestsOf(person.id)]
  const { calls } = total
  // Before this page asks the database itself, so that the two counts are of the same calls.
  const wire = await readWireCount()
  const { identity, policies } = await readInside(mine)
  return (
    <>
      <Header person={person} />
      <main className="mx-auto flex max-w-5xl flex-col gap-12 px-4 py-10 sm:px-6">
        <div>
          <h1 className="text-3xl font-semibold tracking-tight">Inside</h1>
          <p className="mt-2 max-w-2xl text-muted">
            What the database knows about you, what it lets you do, and what your last clicks cost. The
            application asks for “the lists”, never for “the lists of Ada”: the policies below add the rest.
          </p>
        </div>
        <Claims identity={identity} />
        <Requests requests={requests} calls={calls} wire={wire} />
        <Policies policies={policies} />
      </main>
    </>
  )
}
