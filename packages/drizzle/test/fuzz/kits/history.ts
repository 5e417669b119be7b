import type { Definition, Type } from '../language/condition.js'

/** A table of a schema. Conditions name it and its columns by their keys, whatever they are called meanwhile. */
export interface TableModel {
  readonly key: string
  readonly name: string
  readonly columns: Readonly<Record<string, { readonly name: string; readonly type: Type }>>
  readonly definitions: readonly Definition[]
  /** Row-level security without a policy. */
  readonly locked: boolean
}

export type SchemaModel = readonly TableModel[]

/** A schema as it was edited, from migration to migration, and how a kit's questions are answered. */
export interface History {
  readonly schemas: readonly SchemaModel[]
  readonly answers: number
}
