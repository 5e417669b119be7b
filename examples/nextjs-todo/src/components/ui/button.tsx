'use client'

import { Button as AriaButton, type ButtonProps } from 'react-aria-components'
import { type ButtonLook, buttonClass } from './button-class'

interface Props extends Omit<ButtonProps, 'className'> {
  readonly look?: ButtonLook
  readonly className?: string
}

export function Button({ look = 'plain', className = '', ...props }: Props) {
  return <AriaButton {...props} className={buttonClass(look, className)} />
}
