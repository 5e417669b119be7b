import { randomBytes } from 'node:crypto'
import type { ServerSource } from './test-server.js'

async function loadTestcontainers() {
  try {
    const testcontainers = await import('testcontainers')
    await testcontainers.getContainerRuntimeClient()
    return testcontainers
  } catch {
    // The optional peer is not installed, or no container runtime answers it.
    return undefined
  }
}

/** Starts PostgreSQL in a container, or gives `undefined` where there is no container runtime to ask. */
export async function startContainer(version: number): Promise<ServerSource | undefined> {
  const testcontainers = await loadTestcontainers()
  if (testcontainers === undefined) return undefined
  const password = randomBytes(18).toString('hex')
  const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200']
  const container = await new testcontainers.GenericContainer(`postgres:${version}-alpine`)
    .withEnvironment({ POSTGRES_PASSWORD: password })
    .withCommand(['postgres', ...settings.flatMap((setting) => ['-c', setting])])
    .withExposedPorts(5432)
    // The image starts the server twice: first for its own set-up, then for good.
    .withWaitStrategy(testcontainers.Wait.forLogMessage(/database system is ready to accept connections/, 2))
    .start()
  return {
    version,
    connectionString: `postgres://postgres:${password}@${container.getHost()}:${container.getMappedPort(5432)}/postgres`,
    release: async () => {
      await container.stop()
    },
  }
}
