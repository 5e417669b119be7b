/** The repository, under which the packages are. */
const root = process.env.REPOSITORY

/** @type {import('next').NextConfig} */
export default { turbopack: { root }, outputFileTracingRoot: root }
