'use client'

import { Check, ChevronDown } from 'lucide-react'
import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components'

const roles = [
  { id: 'editor', name: 'Editor', what: 'adds, ticks and changes todos' },
  { id: 'viewer', name: 'Viewer', what: 'looks only' },
] as const

interface Props {
  readonly label: string
  readonly value: string
  readonly isDisabled?: boolean
  onChange(role: string): void
}

export function RoleSelect({ label, value, isDisabled = false, onChange }: Props) {
  return (
    <Select
      selectedKey={value}
      onSelectionChange={(key) => onChange(String(key))}
      isDisabled={isDisabled}
      className="shrink-0"
    >
      <Label className="sr-only">{label}</Label>
      <Button className="flex h-11 w-28 cursor-pointer items-center justify-between gap-2 rounded-lg border border-line-strong bg-surface px-3 text-sm hover:bg-sunken">
        <SelectValue>{() => roles.find(({ id }) => id === value)?.name ?? value}</SelectValue>
        <ChevronDown aria-hidden className="size-4 text-muted" />
      </Button>
      <Popover className="w-64 rounded-xl border border-line bg-surface p-1.5 shadow-card">
        <ListBox className="outline-none">
          {roles.map(({ id, name, what }) => (
            <ListBoxItem
              key={id}
              id={id}
              textValue={name}
              className="flex cursor-pointer items-center gap-3 rounded-lg px-3 py-2 text-sm focus:bg-sunken"
            >
              <span className="flex-1">
                <span className="block font-medium">{name}</span>
                <span className="text-muted">{what}</span>
              </span>
              {id === value && <Check aria-hidden className="size-4 text-accent" />}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  )
}
