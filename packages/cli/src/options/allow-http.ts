import { Option } from 'commander'
import { collect } from './collect.js'

/** `--allow-http`: hosts whose keys may be fetched over http. */
export function allowHttpOption(): Option {
  return new Option(
    '--allow-http <host>',
    'host whose keys may be fetched over http, besides loopback ones, as "keycloak" or "*.localhost"; may be repeated',
  ).argParser(collect)
}

/** What to say besides, where the library refuses an address. */
export const allowHttpHint = 'On the command line, allowHttp is --allow-http.'
