'use client'

import { UserRoundMinus } from 'lucide-react'
import { useRef, useState } from 'react'
import { Form } from 'react-aria-components'
import { changeRole, invite, removeMember } from '@/actions/members'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { RoleSelect } from '@/components/ui/role-select'
import { Status } from '@/components/ui/status'
import { Field } from '@/components/ui/text-field'
import { useAction } from '@/components/ui/use-action'
import type { OpenList } from '@/db/read-lists'

interface Props {
  readonly listId: string
  readonly members: OpenList['members']
  readonly isOwner: boolean
}

const roleNames: Readonly<Record<string, string>> = { editor: 'an editor', viewer: 'a viewer' }

export function Members({ listId, members, isOwner }: Props) {
  const address = useRef<HTMLInputElement>(null)
  const [email, setEmail] = useState('')
  const [role, setRole] = useState('editor')
  const { isPending, said, problem, run } = useAction()
  const add = () =>
    run(() => invite(listId, email, role), {
      said: `${email} is ${roleNames[role]} of this list now.`,
      done: () => setEmail(''),
    })
  const change = (userId: string, name: string, next: string) =>
    run(() => changeRole(listId, userId, next), { said: `${name} is ${roleNames[next]} now.` })
  const remove = (userId: string, name: string) =>
    run(() => removeMember(listId, userId), {
      said: `${name} is no member any more.`,
      // The button that had the focus goes with its row.
      done: () => address.current?.focus(),
    })
  return (
    <>
      {isOwner && (
        <Form
          className="flex flex-wrap items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault()
            add()
          }}
        >
          <Field
            inputRef={address}
            label="E-mail address"
            type="email"
            isRequired
            value={email}
            onChange={setEmail}
            className="min-w-0 flex-1 basis-full sm:basis-52"
          />
          <RoleSelect label="Role" value={role} onChange={setRole} />
          <Button type="submit" look="primary" className="h-11" isPending={isPending}>
            Add
          </Button>
        </Form>
      )}
      <Notice>{problem}</Notice>
      <Status>{said}</Status>
      <ul className="flex flex-col divide-y divide-line">
        {members.map(({ userId, role, profile: { name, email } }) => (
          <li key={userId} className="flex flex-wrap items-center gap-2 py-3">
            <div className="min-w-0 flex-1 basis-32">
              <p className="truncate font-medium">{name}</p>
              <p className="truncate text-sm text-muted">{email}</p>
            </div>
            {isOwner && role !== 'owner' ? (
              <div className="flex flex-wrap items-center">
                <RoleSelect
                  label={`Role of ${name}`}
                  value={role}
                  onChange={(next) => change(userId, name, next)}
                />
                <Button look="icon" aria-label={`Remove ${name}`} onPress={() => remove(userId, name)}>
                  <UserRoundMinus aria-hidden className="size-4" />
                </Button>
              </div>
            ) : (
              <span className="text-sm text-muted capitalize">{role}</span>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}
