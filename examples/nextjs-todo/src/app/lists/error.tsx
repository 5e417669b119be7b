'use client'

import { MessagePage } from '@/components/shell/message-page'
import { Button } from '@/components/ui/button'

export default function ErrorPage({ reset }: { error: Error; reset(): void }) {
  return (
    <MessagePage title="That did not work" text="Something went wrong on the server. Nothing was changed.">
      <Button look="primary" onPress={reset}>
        Try again
      </Button>
    </MessagePage>
  )
}
