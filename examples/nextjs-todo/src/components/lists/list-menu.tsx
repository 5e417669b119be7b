'use client'

import { Ellipsis, Globe, GlobeLock, LogOut, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Form, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { changeList, deleteList } from '@/actions/lists'
import { removeMember } from '@/actions/members'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Question } from '@/components/ui/question'
import { Status } from '@/components/ui/status'
import { Field } from '@/components/ui/text-field'
import { useAction } from '@/components/ui/use-action'

interface Props {
  readonly list: { id: string; name: string; isPublic: boolean }
  readonly isOwner: boolean
  readonly personId: string
}

const item =
  'flex cursor-pointer items-center gap-3 rounded-lg px-3 py-2.5 text-sm outline-none focus:bg-sunken'

/** What can be done with a whole list. */
export function ListMenu({ list, isOwner, personId }: Props) {
  const [asking, setAsking] = useState<'rename' | 'delete' | 'leave' | null>(null)
  const { isPending, said, problem, run, forget } = useAction()
  const ask = (question: typeof asking) => {
    forget()
    setAsking(question)
  }
  const close = () => ask(null)
  const rename = (name: string) =>
    run(() => changeList(list.id, { name }), {
      said: `The list is called “${name}” now.`,
      done: () => setAsking(null),
    })
  const publish = (isPublic: boolean) =>
    run(() => changeList(list.id, { isPublic }), {
      said: `The list is ${isPublic ? 'public' : 'private'} now.`,
    })
  return (
    <>
      <MenuTrigger>
        <Button look="icon" aria-label="More about this list">
          <Ellipsis aria-hidden className="size-5" />
        </Button>
        <Popover
          placement="bottom end"
          className="min-w-56 rounded-xl border border-line bg-surface p-1.5 shadow-card"
        >
          {isOwner ? (
            <Menu aria-label="This list" className="outline-none">
              <MenuItem className={item} onAction={() => ask('rename')}>
                <Pencil aria-hidden className="size-4 text-muted" /> Rename
              </MenuItem>
              <MenuItem className={item} onAction={() => publish(!list.isPublic)}>
                {list.isPublic ? (
                  <GlobeLock aria-hidden className="size-4 text-muted" />
                ) : (
                  <Globe aria-hidden className="size-4 text-muted" />
                )}
                {list.isPublic ? 'Make private' : 'Make public'}
              </MenuItem>
              <MenuItem className={`${item} text-danger`} onAction={() => ask('delete')}>
                <Trash2 aria-hidden className="size-4" /> Delete
              </MenuItem>
            </Menu>
          ) : (
            <Menu aria-label="This list" className="outline-none">
              <MenuItem className={item} onAction={() => ask('leave')}>
                <LogOut aria-hidden className="size-4 text-muted" /> Leave the list
              </MenuItem>
            </Menu>
          )}
        </Popover>
      </MenuTrigger>
      <Notice>{asking === null && problem}</Notice>
      <Status>{said}</Status>
      <Question title="Rename the list" isOpen={asking === 'rename'} onClose={close}>
        <Form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            rename(String(new FormData(event.currentTarget).get('name')))
          }}
        >
          <Field name="name" label="Name" defaultValue={list.name} isRequired maxLength={80} autoFocus />
          <Notice>{problem}</Notice>
          <Button type="submit" look="primary" isPending={isPending}>
            Rename
          </Button>
        </Form>
      </Question>
      <Question title="Delete the list?" isOpen={asking === 'delete'} onClose={close}>
        <p className="text-muted">
          “{list.name}” and its todos will be gone, for everybody it is shared with.
        </p>
        <Notice>{problem}</Notice>
        <Button look="danger" isPending={isPending} onPress={() => run(() => deleteList(list.id))}>
          Delete the list
        </Button>
      </Question>
      <Question title="Leave the list?" isOpen={asking === 'leave'} onClose={close}>
        <p className="text-muted">You will not see “{list.name}” until somebody shares it with you again.</p>
        <Notice>{problem}</Notice>
        <Button
          look="danger"
          isPending={isPending}
          onPress={() => run(() => removeMember(list.id, personId))}
        >
          Leave the list
        </Button>
      </Question>
    </>
  )
}
