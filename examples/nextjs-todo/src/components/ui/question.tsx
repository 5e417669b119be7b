'use client'

import { X } from 'lucide-react'
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { Button } from './button'

interface Props {
  readonly title: string
  readonly isOpen?: boolean
  readonly children: React.ReactNode
  onClose?(): void
}

/** A dialog; on a phone it comes up from below. Without `isOpen` it belongs into a `DialogTrigger`. */
export function Question({ title, isOpen, children, onClose }: Props) {
  const control = isOpen === undefined ? {} : { isOpen, onOpenChange: (open: boolean) => open || onClose?.() }
  return (
    <ModalOverlay
      isDismissable
      {...control}
      className="fixed inset-0 z-20 flex items-end justify-center bg-black/45 sm:items-center sm:p-6"
    >
      <Modal className="max-h-[90dvh] w-full overflow-y-auto rounded-t-2xl border border-line bg-surface shadow-card sm:max-w-lg sm:rounded-2xl">
        <Dialog className="flex flex-col gap-5 p-5 outline-none sm:p-6">
          <div className="flex items-center justify-between gap-4">
            <Heading slot="title" className="text-lg font-semibold">
              {title}
            </Heading>
            <Button look="icon" slot="close" aria-label="Close">
              <X aria-hidden className="size-5" />
            </Button>
          </div>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
