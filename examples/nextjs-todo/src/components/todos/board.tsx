'use client'

import { useOptimistic, useState } from 'react'
import { GridList, useDragAndDrop } from 'react-aria-components'
import { addTodo, changeTodo, clearDone, orderTodos, removeTodo } from '@/actions/todos'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
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
  const { problem, run } = useAction()
  const shown = todos.filter(({ done }) => wanted === 'all' || done === (wanted === 'done'))
  const doneCount = todos.filter(({ done }) => done).length
  const counts = { all: todos.length, open: todos.length - doneCount, done: doneCount }
  const canMove = canEdit && wanted === 'all' && todos.length > 1 && !todos.some(({ isNew }) => isNew)

  const { dragAndDropHooks } = useDragAndDrop({
    isDisabled: !canMove,
    getItems: (keys) => [...keys].map((key) => ({ 'text/plain': String(key) })),
    onReorder({ keys, target }) {
      if (target.dropPosition === 'on') return
      const moved = new Set([...keys].map(String))
      const ids = dropped(
        todos.map(({ id }) => id),
        moved,
        String(target.key),
        target.dropPosition,
      )
      run(
        () => orderTodos(listId, ids),
        () => show({ kind: 'order', ids }),
      )
    },
  })

  const add = (title: string) => {
    added += 1
    const todo = { id: `new-${added}`, title, done: false, createdBy: null, isNew: true }
    run(
      () => addTodo(listId, title),
      () => show({ kind: 'add', todo }),
    )
  }

  return (
    <div className="flex flex-col gap-4">
      {canEdit && <Composer onAdd={add} />}
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Filter show={wanted} counts={counts} onChange={setWanted} />
        {canEdit && doneCount > 0 && (
          <Button
            look="quiet"
            onPress={() =>
              run(
                () => clearDone(listId),
                () => show({ kind: 'clear' }),
              )
            }
          >
            Clear done
          </Button>
        )}
      </div>
      <Notice>{problem}</Notice>
      <GridList
        aria-label="Todos"
        items={shown}
        dependencies={[canEdit, canMove, names]}
        dragAndDropHooks={dragAndDropHooks}
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
            onChange={(values) =>
              run(
                () => changeTodo(todo.id, values),
                () => show({ kind: 'change', id: todo.id, values }),
              )
            }
            onRemove={() =>
              run(
                () => removeTodo(todo.id),
                () => show({ kind: 'remove', id: todo.id }),
              )
            }
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
