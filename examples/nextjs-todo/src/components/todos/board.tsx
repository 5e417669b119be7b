'use client'

import { useOptimistic, useRef, useState } from 'react'
import { GridList, useDragAndDrop } from 'react-aria-components'
import { addTodo, changeTodo, clearDone, orderTodos, removeTodo } from '@/actions/todos'
import { useArrival } from '@/components/shell/use-arrival'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Status } from '@/components/ui/status'
import { useAction } from '@/components/ui/use-action'
import { Composer } from './composer'
import { Filter, type Show } from './filter'
import { dropped, type Todo, withChange } from './optimistic'
import { TodoRow } from './todo-row'

interface Props {
  readonly listId: string
  readonly stored: readonly Todo[]
  readonly canEdit: boolean
  /** Names of the other members. */
  readonly names: Readonly<Record<string, string>>
}

let added = 0

/** The todos of a list. Every change shows at once; if the server refuses it, it goes back and says why. */
export function Board({ listId, stored, canEdit, names }: Props) {
  const [todos, show] = useOptimistic(stored, withChange)
  const [wanted, setWanted] = useState<Show>('all')
  const { said, problem, run } = useAction()
  const shown = todos.filter(({ done }) => wanted === 'all' || done === (wanted === 'done'))
  const doneCount = todos.filter(({ done }) => done).length
  const counts = { all: todos.length, open: todos.length - doneCount, done: doneCount }
  const canMove = canEdit && wanted === 'all' && todos.length > 1 && !todos.some(({ isNew }) => isNew)

  const composer = useRef<HTMLInputElement>(null)
  const rows = useRef<HTMLDivElement>(null)
  useArrival(composer, stored.length === 0)

  const { dragAndDropHooks } = useDragAndDrop({
    isDisabled: !canMove,
    getItems: (keys) => [...keys].map((key) => ({ 'text/plain': String(key) })),
    onReorder({ keys, target }) {
      if (target.dropPosition === 'on') return
      const before = todos.map(({ id }) => id)
      const ids = dropped(before, new Set([...keys].map(String)), String(target.key), target.dropPosition)
      const [todo] = todos.filter(({ id }) => keys.has(id))
      run(() => orderTodos(listId, ids), {
        show: () => show({ kind: 'order', ids }),
        said: `“${todo?.title}” was moved.`,
      })
    },
  })

  const add = (title: string, failed: () => void) => {
    added += 1
    const todo = { id: `new-${added}`, title, done: false, createdBy: null, isNew: true }
    run(() => addTodo(listId, title), {
      show: () => show({ kind: 'add', todo }),
      said: `“${title}” was added.`,
      failed,
    })
  }
  const tick = ({ id, title }: Todo, done: boolean) =>
    run(() => changeTodo(id, { done }), {
      show: () => show({ kind: 'change', id, values: { done } }),
      said: done ? `“${title}” is done.` : `“${title}” is open again.`,
    })
  const rename = ({ id, title: before }: Todo, title: string, failed: () => void) =>
    run(() => changeTodo(id, { title }), {
      show: () => show({ kind: 'change', id, values: { title } }),
      said: `“${before}” is now “${title}”.`,
      failed,
    })
  const remove = ({ id, title }: Todo) => {
    // The list gives the focus to the next row itself, unless there is none.
    if (shown.length === 1) composer.current?.focus()
    run(() => removeTodo(id), { show: () => show({ kind: 'remove', id }), said: `“${title}” was deleted.` })
  }
  const clear = () => {
    // The button goes, too.
    const left = doneCount < todos.length ? rows : composer
    left.current?.focus()
    run(() => clearDone(listId), { show: () => show({ kind: 'clear' }), said: 'What was done is cleared.' })
  }

  return (
    <div className="flex flex-col gap-4">
      {canEdit && <Composer inputRef={composer} onAdd={add} />}
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Filter show={wanted} counts={counts} onChange={setWanted} />
        {canEdit && doneCount > 0 && (
          <Button look="quiet" onPress={clear}>
            Clear done
          </Button>
        )}
      </div>
      <Notice>{problem}</Notice>
      <Status>{said}</Status>
      <GridList
        ref={rows}
        aria-label="Todos"
        items={shown}
        dependencies={[canEdit, canMove, names]}
        {...(canEdit ? { dragAndDropHooks } : {})}
        keyboardNavigationBehavior="tab"
        renderEmptyState={() => <Nothing show={wanted} canEdit={canEdit} />}
        className="overflow-hidden rounded-2xl border border-line bg-surface shadow-card outline-none"
      >
        {(todo) => (
          <TodoRow
            todo={todo}
            canEdit={canEdit}
            canMove={canMove}
            author={todo.createdBy === null ? undefined : names[todo.createdBy]}
            onTick={(done) => tick(todo, done)}
            onRename={(title, failed) => rename(todo, title, failed)}
            onRemove={() => remove(todo)}
          />
        )}
      </GridList>
    </div>
  )
}

function Nothing({ show, canEdit }: { show: Show; canEdit: boolean }) {
  const text = {
    all: canEdit ? 'Nothing here yet. Write down what comes first.' : 'Nothing here yet.',
    open: 'All done.',
    done: 'Nothing is done yet.',
  }[show]
  return <p className="px-6 py-14 text-center text-muted">{text}</p>
}
