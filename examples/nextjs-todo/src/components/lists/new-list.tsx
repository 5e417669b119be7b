'use client'

import { Plus } from 'lucide-react'
import { useActionState } from 'react'
import { Form } from 'react-aria-components'
import { createList } from '@/actions/lists'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Field } from '@/components/ui/text-field'

export function NewList() {
  const [result, submit, isPending] = useActionState(createList, null)
  return (
    <Form action={submit} className="flex flex-col gap-2">
      <div className="flex gap-2">
        <Field
          name="name"
          label="Name of a new list"
          isLabelHidden
          placeholder="New list"
          isRequired
          maxLength={80}
          className="min-w-0 flex-1"
        />
        <Button type="submit" aria-label="Make the list" className="h-11 px-3" isPending={isPending}>
          <Plus aria-hidden className="size-4" />
        </Button>
      </div>
      <Notice>{result?.ok === false && result.message}</Notice>
    </Form>
  )
}
