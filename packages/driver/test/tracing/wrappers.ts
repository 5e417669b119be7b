import pg from 'pg'

// biome-ignore lint/suspicious/noExplicitAny: a wrapper takes whatever it is given.
type Any = any

/** Stands in the place of `client.query`. */
export type Wrapper = (query: (...args: Any[]) => Any, other: pg.Client) => (...args: Any[]) => Any

const later = (run: () => unknown) => setTimeout(run, 5)

/** They hand on what they were given: the call works. */
export const carrying: Record<string, Wrapper> = {
  'hands everything on':
    (query) =>
    (...args) =>
      query(...args),
  'hands on the first argument alone': (query) => (config) => query(config),
  'replaces the callback': (query) => (config, done) =>
    query(config, (error: unknown, result: unknown) => done(error, result)),
  'replaces the callback, and calls ours late': (query) => (config, done) =>
    query(config, (...outcome: unknown[]) => later(() => done(...outcome))),
  'swallows the callback': (query) => (config) => query(config, () => undefined),
  'moves the callback into the object': (query) => (config, done) => {
    config.callback = (...outcome: unknown[]) => done(...outcome)
    return query(config)
  },
  'replaces the callback afterwards': (query) => (config, done) => {
    const returned = query(config, done)
    const own = config.callback
    config.callback = (...outcome: unknown[]) => own?.(...outcome)
    return returned
  },
  'returns nothing':
    (query) =>
    (...args) => {
      query(...args)
    },
  'waits for a timer':
    (query) =>
    (...args) => {
      later(() => query(...args))
    },
  'waits for a promise':
    (query) =>
    async (...args) => {
      await null
      return query(...args)
    },
  'makes a promise of the callback': (query) => (config, done) =>
    new Promise((resolve, reject) => {
      query(config, (error: unknown, result: unknown) => {
        done(error, result)
        if (error) reject(error)
        else resolve(result)
      })
    }),
  'changes the text': (query) => (config, done) => {
    config.text = `/* a comment */ ${config.text}`
    return query(config, done)
  },
  'has a getter for the text': (query) => (config, done) => {
    Object.defineProperty(config, 'text', { get: () => 'select current_user', configurable: true })
    return query(config, done)
  },
  'sends another statement first':
    (query) =>
    (...args) => {
      query("set application_name = 'wrapped'").catch(() => undefined)
      return query(...args)
    },
  'sends twice':
    (query) =>
    (...args) => {
      query(...args)
      return query(...args)
    },
}

/** They pass on something else. */
export const replacing: Record<string, Wrapper> = {
  'spreads it': (query) => (config, done) => query({ ...config }, done),
  'spreads it, without the callback': (query) => (config) => query({ ...config }),
  'spreads it, with a comment': (query) => (config, done) =>
    query({ ...config, text: `${config.text} /* a comment */` }, done),
  'spreads it, late': (query) => (config, done) => {
    later(() => query({ ...config }, done))
  },
  'spreads it, in a promise': (query) => async (config) => await query({ ...config }),
  'assigns it': (query) => (config, done) => query(Object.assign({}, config), done),
  'builds it anew':
    (query) =>
    ({ text, values }, done) =>
      query({ text, values }, done),
  'builds it anew, without the callback':
    (query) =>
    ({ text, values }) =>
      query({ text, values }),
  'takes it apart':
    (query) =>
    ({ text, values }, done) =>
      query(text, values, done),
  'takes it apart, without the callback':
    (query) =>
    ({ text, values }) =>
      query(text, values),
  'copies its values':
    (query) =>
    ({ text, values }, done) =>
      query({ text, values: [...values] }, done),
  'makes an array of its values':
    (query) =>
    ({ text, values }, done) =>
      query({ text, values: Array.from(values) }, done),
  'makes a query of it': (query) => (config, done) => query(new pg.Query(config, done)),
  'clones it': (query) => (config, done) => query(structuredClone({ ...config, callback: undefined }), done),
  'sends it through JSON': (query) => (config, done) => query(JSON.parse(JSON.stringify(config)), done),
  'copies it with its prototype': (query) => (config, done) =>
    query(Object.assign(Object.create(Object.getPrototypeOf(config)), config), done),
  'takes the text':
    (query) =>
    ({ text }, done) =>
      query(text, done),
  'takes the text, without the callback':
    (query) =>
    ({ text }) =>
      query(text),
  'takes the text, and values of its own':
    (query) =>
    ({ text }, done) =>
      query(text, [], done),
  'takes the text, late':
    (query) =>
    ({ text }, done) => {
      later(() => query(text, done))
    },
  'takes the text, and keeps everything to itself':
    (query) =>
    ({ text }) => {
      query(text).catch(() => undefined)
    },
  'sends something else': (query) => (_, done) => query('select current_user as role', done),
}

/** They send nothing in time. */
export const swallowing: Record<string, Wrapper> = {
  throws: () => () => {
    throw new Error('not today')
  },
  rejects: () => async () => {
    throw new Error('not today')
  },
  'blocks it': () => (config, done) => {
    done(new Error('not today'))
    return config
  },
  'makes a result up': () => (config, done) => {
    done(null, { rows: [{ role: 'made up' }], rowCount: 1, fields: [], command: 'INSERT', oid: 0 })
    return config
  },
  'resolves with a result of its own': () => async () => ({ rows: [{ role: 'made up' }] }),
  'gives up, and sends it after all': (query) => (config, done) => {
    done(new Error('not today'))
    later(() => query(config, done))
  },
  'sends it on another connection': (_, other) => (config, done) => other.query(config, done),
}

/** They stand for what they were given. Whether such an object can be carried is the driver's choice. */
export const standingFor: Record<string, Wrapper> = {
  'a proxy': (query) => (config, done) => query(new Proxy(config, {}), done),
  'a proxy that binds methods': (query) => (config, done) => {
    const get = (target: Any, key: string) =>
      typeof target[key] === 'function' ? target[key].bind(target) : target[key]
    return query(new Proxy(config, { get }), done)
  },
  'an heir': (query) => (config, done) => query(Object.create(config), done),
}

/** They hand on what they were given, and then send its text once more. */
export const repeating: Record<string, Wrapper> = {
  'sends the text behind it': (query) => (config, done) => {
    const returned = query(config, done)
    query(config.text).catch(() => undefined)
    return returned
  },
  'explains it': (query) => (config, done) => {
    const returned = query(config, done)
    query(`explain analyze ${config.text}`).catch(() => undefined)
    return returned
  },
}
