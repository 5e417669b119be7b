'use client'

import { UserPlus, UserRoundMinus } from 'lucide-react'
import { useState } from 'react'
import { DialogTrigger, Form } from 'react-aria-components'
import { changeRole, invite, removeMember } from '@/actions/members'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Question } from '@/components/ui/question'
import { RoleSelect } from '@/components/ui/role-select'
import { Field } from '@/components/ui/text-field'
import { useAction } from '@/components/ui/use-action'
import type { OpenList } from '@/db/read-lists'

interface Props {
  readonly listId: string
  readonly members: OpenList['members']
  readonly isOwner: boolean
}

/** Who is a member, and for the owner: who is to be. */
export function Share({ listId, members, isOwner }: Props) {
  const { problem, run } = useAction()
  return (
    <DialogTrigger>
      <Button>
        <UserPlus aria-hidden className="size-4" />
        <span className="hidden sm:inline">{isOwner ? 'Share' : 'Members'}</span>
        <span className="sr-only sm:hidden">{isOwner ? 'Share' : 'Members'}</span>
        {members.length > 1 && <span className="text-muted tabular-nums">{members.length}</span>}
      </Button>
      <Question title={isOwner ? 'Share this list' : 'Members of this list'}>
        {isOwner && <Invitation listId={listId} />}
        <ul className="flex flex-col divide-y divide-line">
          {members.map(({ userId, role, profile }) => (
            <li key={userId} className="flex items-center gap-2 py-3">
              <div className="min-w-0 flex-1">
                <p className="truncate font-medium">{profile.name}</p>
                <p className="truncate text-sm text-muted">{profile.email}</p>
              </div>
              {isOwner && role !== 'owner' ? (
                <>
                  <RoleSelect
                    label={`Role of ${profile.name}`}
                    value={role}
                    onChange={(next) => run(() => changeRole(listId, userId, next))}
                  />
                  <Button
                    look="icon"
                    aria-label={`Remove ${profile.name}`}
                    onPress={() => run(() => removeMember(listId, userId))}
                  >
                    <UserRoundMinus aria-hidden className="size-4" />
                  </Button>
                </>
              ) : (
                <span className="text-sm text-muted capitalize">{role}</span>
              )}
            </li>
          ))}
        </ul>
        <Notice>{problem}</Notice>
      </Question>
    </DialogTrigger>
  )
}

function Invitation({ listId }: { listId: string }) {
  const [email, setEmail] = useState('')
  const [role, setRole] = useState('editor')
  const { isPending, problem, run } = useAction()
  const add = async () => {
    const result = await invite(listId, email, role)
    if (result.ok) setEmail('')
    return result
  }
  return (
    <Form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        run(add)
      }}
    >
      <div className="flex flex-wrap items-end gap-2">
        <Field
          label="E-mail address"
          type="email"
          isRequired
          value={email}
          onChange={setEmail}
          className="min-w-52 flex-1"
        />
        <RoleSelect label="Role" value={role} onChange={setRole} />
        <Button type="submit" look="primary" className="h-11" isPending={isPending}>
          Add
        </Button>
      </div>
      <Notice>{problem}</Notice>
    </Form>
  )
}
