import Link from 'next/link'
import { buttonClass } from '@/components/ui/button-class'
import { MessagePage } from './message-page'

/** What is shown in place of something that is not there, or not there for this person. */
export function NotHere({ href, children }: { href: string; children: React.ReactNode }) {
  return (
    <MessagePage title="Not here" text="It does not exist, or it is not shared with you.">
      <Link href={href} className={buttonClass('primary')}>
        {children}
      </Link>
    </MessagePage>
  )
}
