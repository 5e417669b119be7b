/** The names that the schema and its roles have where nobody chooses others. */
export const defaultNames = {
  schema: 'auth',
  authenticated: 'authenticated',
  anonymous: 'anonymous',
  authenticator: 'authenticator',
} as const
