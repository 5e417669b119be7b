'use client'

import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Form } from 'react-aria-components'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/text-field'

export function Composer({ onAdd }: { onAdd(title: string): void }) {
  const [title, setTitle] = useState('')
  return (
    <Form
      className="flex gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (title.trim() === '') return
        onAdd(title.trim())
        setTitle('')
      }}
    >
      <Field
        label="What is to be done?"
        isLabelHidden
        placeholder="What is to be done?"
        maxLength={200}
        value={title}
        onChange={setTitle}
        autoComplete="off"
        className="min-w-0 flex-1"
      />
      <Button type="submit" look="primary" className="h-11">
        <Plus aria-hidden className="size-4" />
        Add
      </Button>
    </Form>
  )
}
