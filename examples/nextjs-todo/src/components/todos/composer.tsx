'use client'

import { Plus } from 'lucide-react'
import { type RefObject, useState } from 'react'
import { Form } from 'react-aria-components'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/text-field'

interface Props {
  readonly inputRef: RefObject<HTMLInputElement | null>
  /** Calls `failed` if the todo could not be added. */
  onAdd(title: string, failed: () => void): void
}

export function Composer({ inputRef, onAdd }: Props) {
  const [title, setTitle] = useState('')
  return (
    <Form
      className="flex flex-wrap gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        const typed = title.trim()
        if (typed === '') return
        setTitle('')
        onAdd(typed, () => setTitle((since) => since || typed))
      }}
    >
      <Field
        inputRef={inputRef}
        label="What is to be done?"
        isLabelHidden
        placeholder="What is to be done?"
        maxLength={200}
        value={title}
        onChange={setTitle}
        autoComplete="off"
        className="min-w-0 flex-1 basis-36"
      />
      <Button type="submit" look="primary" className="h-11">
        <Plus aria-hidden className="size-4" />
        Add
      </Button>
    </Form>
  )
}
