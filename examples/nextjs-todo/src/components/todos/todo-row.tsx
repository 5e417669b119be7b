'use client'

import { Check, GripVertical, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button as AriaButton, Checkbox, Form, GridListItem, Input, TextField } from 'react-aria-components'
import { Button } from '@/components/ui/button'
import { inputClass } from '@/components/ui/text-field'
import type { Todo } from './optimistic'

interface Props {
  readonly todo: Todo
  readonly canEdit: boolean
  readonly canMove: boolean
  /** Who added it, if somebody else did. */
  readonly author: string | undefined
  onChange(values: { title: string } | { done: boolean }): void
  onRemove(): void
}

export function TodoRow({ todo, canEdit, canMove, author, onChange, onRemove }: Props) {
  const [isEditing, setEditing] = useState(false)
  return (
    <GridListItem
      id={todo.id}
      textValue={todo.title}
      className="group flex min-h-14 items-center gap-1 border-b border-line bg-surface px-2 outline-none last:border-b-0 data-dragging:opacity-50 data-focus-visible:bg-accent-soft sm:gap-2 sm:px-3"
    >
      {canMove && (
        <AriaButton
          slot="drag"
          aria-label={`Move ${todo.title}`}
          className="flex size-8 shrink-0 cursor-grab items-center justify-center rounded-md text-muted hover:bg-sunken"
        >
          <GripVertical aria-hidden className="size-4" />
        </AriaButton>
      )}
      <Checkbox
        isSelected={todo.done}
        isDisabled={!canEdit || todo.isNew === true}
        onChange={(done) => onChange({ done })}
        aria-label={todo.title}
        slot={null}
        className="flex size-10 shrink-0 cursor-pointer items-center justify-center rounded-md data-disabled:cursor-default"
      >
        <span
          className={`flex size-5.5 items-center justify-center rounded-md border transition-colors ${todo.done ? 'border-accent bg-accent text-on-accent' : 'border-line-strong'}`}
        >
          {todo.done && <Check aria-hidden className="size-4" strokeWidth={3} />}
        </span>
      </Checkbox>
      {isEditing ? (
        <EditTitle
          todo={todo}
          onClose={() => setEditing(false)}
          onSave={(title) => {
            setEditing(false)
            if (title !== todo.title) onChange({ title })
          }}
        />
      ) : (
        <>
          <div className="min-w-0 flex-1 py-3">
            <p className={`break-words ${todo.done ? 'text-muted line-through' : ''}`}>{todo.title}</p>
            {author && <p className="text-xs text-muted">{author}</p>}
          </div>
          {canEdit && !todo.isNew && (
            <div className="flex">
              <Button look="icon" aria-label={`Edit ${todo.title}`} onPress={() => setEditing(true)}>
                <Pencil aria-hidden className="size-4" />
              </Button>
              <Button look="icon" aria-label={`Delete ${todo.title}`} onPress={onRemove}>
                <Trash2 aria-hidden className="size-4" />
              </Button>
            </div>
          )}
        </>
      )}
    </GridListItem>
  )
}

function EditTitle(props: { todo: Todo; onSave(title: string): void; onClose(): void }) {
  const [title, setTitle] = useState(props.todo.title)
  return (
    <Form
      className="flex min-w-0 flex-1 items-center gap-2 py-1.5"
      onSubmit={(event) => {
        event.preventDefault()
        if (title.trim() !== '') props.onSave(title.trim())
      }}
    >
      <TextField
        aria-label="Title"
        autoFocus
        maxLength={200}
        value={title}
        onChange={setTitle}
        className="min-w-0 flex-1"
        onKeyDown={(event) => {
          if (event.key === 'Escape') props.onClose()
        }}
      >
        <Input className={inputClass} />
      </TextField>
      <Button type="submit" look="primary">
        Save
      </Button>
      <Button look="quiet" onPress={props.onClose} className="hidden sm:inline-flex">
        Cancel
      </Button>
    </Form>
  )
}
