'use client'

import { UserPlus } from 'lucide-react'
import { DialogTrigger } from 'react-aria-components'
import { Button } from '@/components/ui/button'
import { Question } from '@/components/ui/question'
import type { OpenList } from '@/db/read-lists'
import { Members } from './members'

interface Props {
  readonly listId: string
  readonly members: OpenList['members']
  readonly isOwner: boolean
}

/** Who is a member, and for the owner: who is to be. */
export function Share({ listId, members, isOwner }: Props) {
  return (
    <DialogTrigger>
      <Button>
        <UserPlus aria-hidden className="size-4" />
        {isOwner ? 'Share' : 'Members'}
        {members.length > 1 && <span className="text-muted tabular-nums">{members.length}</span>}
      </Button>
      <Question title={isOwner ? 'Share this list' : 'Members of this list'}>
        <Members listId={listId} members={members} isOwner={isOwner} />
      </Question>
    </DialogTrigger>
  )
}
