import { type Pooler, startPooler } from './start-pooler.js'

const { PGPOOL = '/usr/sbin/pgpool' } = process.env

/** Pgpool in front of one server, with as many connections as a pool of the tests has. */
export function startPgpool(connectionString: string): Promise<Pooler> {
  const { hostname, port: serverPort } = new URL(connectionString)
  return startPooler(connectionString, {
    command: PGPOOL,
    args: (folder) => [
      '-n',
      '-f',
      `${folder}/pgpool.conf`,
      '-F',
      `${folder}/pcp.conf`,
      '-a',
      `${folder}/pool_hba.conf`,
    ],
    files: ({ folder, port }) => ({
      'pcp.conf': '',
      'pool_hba.conf': '',
      'pgpool.conf': `
listen_addresses = '127.0.0.1'
port = ${port}
socket_dir = '${folder}'
pcp_listen_addresses = ''
pcp_socket_dir = '${folder}'
pid_file_name = '${folder}/pgpool.pid'
logdir = '${folder}'
work_dir = '${folder}'
backend_clustering_mode = 'raw'
backend_hostname0 = '${hostname}'
backend_port0 = ${serverPort}
enable_pool_hba = off
pool_passwd = ''
allow_clear_text_frontend_auth = on
num_init_children = 6
max_pool = 1
`,
    }),
  })
}
