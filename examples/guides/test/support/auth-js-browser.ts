import { Auth, type AuthConfig } from '@auth/core'
import type { Session } from '@auth/core/types'

const origin = 'https://app.example/auth'

const cookiesOf = (response: Response) =>
  response.headers.getSetCookie().map((cookie) => cookie.split(';')[0])

/** The cookies and the token with which a browser posts a form of Auth.js. */
async function openForm(config: AuthConfig) {
  const form = await Auth(new Request(`${origin}/csrf`), config)
  const { csrfToken } = (await form.clone().json()) as { csrfToken: string }
  const cookies = cookiesOf(form)
  const post = (path: string, fields: Record<string, string>) =>
    Auth(
      new Request(`${origin}/${path}`, {
        method: 'POST',
        headers: { cookie: cookies.join('; ') },
        body: new URLSearchParams({ csrfToken, ...fields }),
      }),
      config,
    )
  return { cookies, post }
}

/** Signs in with name and password; the cookies of the browser from then on. */
export async function signIn(config: AuthConfig, name: string, password: string): Promise<string> {
  const { post } = await openForm(config)
  return cookiesOf(await post('callback/credentials', { name, password })).join('; ')
}

/** Signs in by OAuth: to the provider and back with a code, which the provider of the tests takes for a name. */
export async function signInByOAuth(config: AuthConfig, name: string): Promise<string> {
  const { cookies, post } = await openForm(config)
  const leaving = await post('signin/github', {})
  const back = new Request(`${origin}/callback/github?code=${name}`, {
    headers: { cookie: [...cookies, ...cookiesOf(leaving)].join('; ') },
  })
  return cookiesOf(await Auth(back, config)).join('; ')
}

/** What `auth()` of a framework does on the server. */
export async function auth(config: AuthConfig, cookie: string): Promise<Session | null> {
  const answer = await Auth(new Request(`${origin}/session`, { headers: { cookie } }), config)
  return (await answer.json()) as Session | null
}
