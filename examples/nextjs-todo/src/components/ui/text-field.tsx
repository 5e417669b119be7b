'use client'

import { FieldError, Input, Label, Text, TextField, type TextFieldProps } from 'react-aria-components'

interface Props extends Omit<TextFieldProps, 'className' | 'children'> {
  readonly label: string
  readonly description?: string
  readonly placeholder?: string
  /** The label is read aloud and not shown. */
  readonly isLabelHidden?: boolean
  readonly className?: string
  readonly inputRef?: React.Ref<HTMLInputElement>
}

const inputClass =
  'h-11 w-full min-w-0 rounded-lg border border-line-strong bg-surface px-3.5 text-base placeholder:text-muted focus:border-accent focus:outline-2 focus:outline-offset-0 focus:outline-accent'

export function Field({
  label,
  description,
  placeholder = '',
  isLabelHidden,
  className = '',
  inputRef,
  ...props
}: Props) {
  return (
    <TextField {...props} className={`flex flex-col gap-1.5 ${className}`}>
      <Label className={isLabelHidden ? 'sr-only' : 'text-sm font-medium'}>{label}</Label>
      <Input ref={inputRef} className={inputClass} placeholder={placeholder} />
      {description && (
        <Text slot="description" className="text-sm text-muted">
          {description}
        </Text>
      )}
      <FieldError className="text-sm text-danger" />
    </TextField>
  )
}
