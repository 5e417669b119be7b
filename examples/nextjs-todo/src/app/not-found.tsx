import Link from 'next/link'
import { MessagePage } from '@/components/shell/message-page'
import { buttonClass } from '@/components/ui/button-class'

export default function NotFound() {
  return (
    <MessagePage title="Not here" text="It does not exist, or it is not shared with you.">
      <Link href="/" className={buttonClass('primary')}>
        To the start
      </Link>
    </MessagePage>
  )
}
