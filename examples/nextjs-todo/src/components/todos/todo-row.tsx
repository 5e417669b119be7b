'use client'

import { Check, GripVertical, Pencil, Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button as AriaButton, Checkbox, GridListItem } from 'react-aria-components'
import { Button } from '@/components/ui/button'
import { EditTitle } from './edit-title'
import type { Todo } from './optimistic'

interface Props {
  readonly todo: Todo
  readonly canEdit: boolean
  readonly canMove: boolean
  /** Who added it, if somebody else did. */
  readonly author: string | undefined
  onTick(done: boolean): void
  /** Calls `failed` if the new title could not be stored. */
  onRename(title: string, failed: () => void): void
  onRemove(): void
}

export function TodoRow({ todo, canEdit, canMove, author, onTick, onRename, onRemove }: Props) {
  const row = useRef<HTMLDivElement>(null)
  const [editing, setEditing] = useState<{ title: string; autoFocus: boolean }>()
  const [wasEdited, setEdited] = useState(false)
  const edit = (title: string, autoFocus: boolean) => {
    setEditing({ title, autoFocus })
    setEdited(true)
  }
  const save = (title: string) => {
    setEditing(undefined)
    if (title === todo.title) return
    // Back to what was typed; with the focus, unless one has gone on to something else meanwhile.
    onRename(title, () => edit(title, row.current?.contains(document.activeElement) ?? false))
  }
  const room = editing ? 'max-sm:hidden' : ''
  return (
    <GridListItem
      ref={row}
      id={todo.id}
      textValue={todo.title}
      className="flex min-h-14 flex-wrap items-center gap-1 border-b border-line bg-surface px-2 outline-none last:border-b-0 data-dragging:opacity-50 data-focus-visible:bg-accent-soft sm:gap-2 sm:px-3"
    >
      {canEdit && (
        <AriaButton
          slot="drag"
          isDisabled={!canMove}
          aria-label={`Move ${todo.title}`}
          className={`flex size-8 shrink-0 cursor-grab items-center justify-center rounded-md text-muted hover:bg-sunken data-disabled:invisible ${room}`}
        >
          <GripVertical aria-hidden className="size-4" />
        </AriaButton>
      )}
      <Checkbox
        isSelected={todo.done}
        isDisabled={!canEdit || todo.isNew === true}
        onChange={onTick}
        aria-label={todo.title}
        slot={null}
        className={`flex size-10 shrink-0 cursor-pointer items-center justify-center rounded-md data-disabled:cursor-default ${room}`}
      >
        <span
          className={`flex size-5.5 items-center justify-center rounded-md border transition-colors ${todo.done ? 'border-accent bg-accent text-on-accent' : 'border-line-strong'}`}
        >
          {todo.done && <Check aria-hidden className="size-4" strokeWidth={3} />}
        </span>
      </Checkbox>
      {editing ? (
        <EditTitle {...editing} onCancel={() => setEditing(undefined)} onSave={save} />
      ) : (
        <>
          <div className="min-w-0 flex-1 basis-24 py-3">
            <p className={`break-words ${todo.done ? 'text-muted line-through' : ''}`}>{todo.title}</p>
            {author && <p className="text-xs text-muted">{author}</p>}
          </div>
          {canEdit && !todo.isNew && (
            <div className="ml-auto flex">
              <Button
                look="icon"
                aria-label={`Edit ${todo.title}`}
                autoFocus={wasEdited}
                onPress={() => edit(todo.title, true)}
              >
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
