'use client'

import { useActionState, useState } from 'react'
import { Form } from 'react-aria-components'
import type { ActionResult } from '@/actions/result'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Field } from '@/components/ui/text-field'

interface Props {
  readonly isNew: boolean
  action(before: ActionResult | null, form: FormData): Promise<ActionResult>
}

export function AccountForm({ isNew, action }: Props) {
  const [result, submit, isPending] = useActionState(action, null)
  // Controlled, so that they stay when the form is refused; the password has to be given again.
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const passwordRules = isNew
    ? { description: 'At least 10 characters.', minLength: 10, autoComplete: 'new-password' }
    : { autoComplete: 'current-password' }
  return (
    <Form action={submit} className="flex flex-col gap-5">
      {isNew && (
        <Field
          name="name"
          value={name}
          onChange={setName}
          label="Name"
          isRequired
          autoComplete="name"
          maxLength={80}
        />
      )}
      <Field
        name="email"
        value={email}
        onChange={setEmail}
        label="E-mail"
        type="email"
        isRequired
        autoComplete="email"
      />
      <Field name="password" label="Password" type="password" isRequired {...passwordRules} />
      <Notice>{result?.ok === false && result.message}</Notice>
      <Button type="submit" look="primary" className="h-11" isPending={isPending}>
        {isPending ? 'One moment…' : isNew ? 'Make an account' : 'Sign in'}
      </Button>
    </Form>
  )
}
