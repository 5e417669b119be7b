'use client'

import { useState } from 'react'
import { Form } from 'react-aria-components'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/text-field'

interface Props {
  readonly title: string
  readonly autoFocus: boolean
  onSave(title: string): void
  onCancel(): void
}

export function EditTitle({ title, autoFocus, onSave, onCancel }: Props) {
  const [typed, setTyped] = useState(title)
  return (
    <Form
      className="flex min-w-0 flex-1 flex-wrap items-center justify-end gap-2 py-1.5"
      onSubmit={(event) => {
        event.preventDefault()
        if (typed.trim() !== '') onSave(typed.trim())
      }}
    >
      <Field
        label="Title"
        isLabelHidden
        autoFocus={autoFocus}
        maxLength={200}
        value={typed}
        onChange={setTyped}
        className="w-full sm:w-auto sm:min-w-0 sm:flex-1"
        onKeyDown={(event) => {
          if (event.key === 'Escape') onCancel()
        }}
      />
      <Button type="submit" look="primary">
        Save
      </Button>
      <Button look="quiet" onPress={onCancel}>
        Cancel
      </Button>
    </Form>
  )
}
