import { signedIn } from '@/auth/current'
import { Sidebar } from '@/components/lists/sidebar'
import { Header } from '@/components/shell/header'
import { readLists } from '@/db/read-lists'

export default async function ListsLayout({ children }: { children: React.ReactNode }) {
  const { mine, person } = await signedIn()
  const lists = await readLists(mine, person.id)
  return (
    <>
      <Header person={person} />
      <div className="mx-auto flex max-w-6xl flex-col gap-6 md:flex-row md:gap-10 px-4 py-6 sm:px-6 sm:py-10">
        <Sidebar lists={lists} />
        {children}
      </div>
    </>
  )
}
