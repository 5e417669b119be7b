'use client'

import type { ErrorInfo } from 'next/error'
import { MessagePage } from '@/components/shell/message-page'
import { Button } from '@/components/ui/button'

export default function ErrorPage({ retry }: ErrorInfo) {
  return (
    <MessagePage title="That did not work" text="Something went wrong on the server.">
      <Button look="primary" onPress={retry}>
        Try again
      </Button>
    </MessagePage>
  )
}
