/** Version of the `auth` schema that this release installs; it grows when the SQL changes. */
export const AUTH_SCHEMA_VERSION = 2
