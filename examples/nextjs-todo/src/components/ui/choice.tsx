'use client'

import { ToggleButtonGroup, type ToggleButtonGroupProps } from 'react-aria-components'

interface Props<Id extends string> extends Pick<ToggleButtonGroupProps, 'children' | 'className'> {
  readonly label: string
  readonly value: Id
  onChange(value: Id): void
}

/** Buttons of which exactly one is chosen; their ids are the values. */
export function Choice<Id extends string>({ label, value, onChange, ...props }: Props<Id>) {
  return (
    <ToggleButtonGroup
      {...props}
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        for (const key of keys) onChange(key as Id)
      }}
    />
  )
}
