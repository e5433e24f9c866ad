import type { FileMetaData, SchemaElement, SchemaTree } from 'hyparquet'
import { parquetSchema } from 'hyparquet'

/** One column as it is offered: a leaf of the schema, or a whole list or map. */
export interface ParquetColumn {
  /** Names of nested columns are joined: `a.b`. */
  name: string
  path: string[]
  /** The leaf; null for what is read as JSON text. */
  leaf: ParquetLeaf | null
}

/** A leaf that is decoded by itself. */
export interface ParquetLeaf {
  path: string[]
  element: SchemaElement
  /** Definition level at which a value is there. */
  definitionLevel: number
  /** Of a list of values in a column: the definition levels from which on there is a list, and an element in it; null for one value. */
  list: { presentLevel: number; elementLevel: number } | null
}

/** The columns of a file, in the order of its schema. */
export function parquetColumns(metadata: FileMetaData): ParquetColumn[] {
  return parquetSchema(metadata).children.flatMap((child) => columnsOf(child, [], 0))
}

function columnsOf(node: SchemaTree, parents: string[], levelBefore: number): ParquetColumn[] {
  const { element, children } = node
  const path = [...parents, element.name]
  const level = levelBefore + (element.repetition_type === 'REQUIRED' ? 0 : 1)
  const column = { name: path.join('.'), path }
  if (element.repetition_type === 'REPEATED')
    return [
      {
        ...column,
        leaf: children.length > 0 ? null : leafOf(path, element, level, { presentLevel: 0, elementLevel: level }),
      },
    ]
  if (children.length === 0) return [{ ...column, leaf: leafOf(path, element, level, null) }]
  if (isList(node)) return [{ ...column, leaf: listLeaf(node, path, level) }]
  if (isOfKind(element, 'MAP') || element.logical_type?.type === 'VARIANT') return [{ ...column, leaf: null }]
  return children.flatMap((child) => columnsOf(child, path, level))
}

function leafOf(
  path: string[],
  element: SchemaElement,
  definitionLevel: number,
  list: ParquetLeaf['list'],
): ParquetLeaf {
  return { path, element, definitionLevel, list }
}

function isOfKind({ converted_type, logical_type }: SchemaElement, kind: 'LIST' | 'MAP'): boolean {
  return converted_type === kind || logical_type?.type === kind
}

function isList({ element, children }: SchemaTree): boolean {
  return isOfKind(element, 'LIST') && children.length === 1 && children[0].element.repetition_type === 'REPEATED'
}

/** The leaf of a list of plain values; null where its elements are nested. */
function listLeaf({ children: [repeated] }: SchemaTree, path: string[], level: number): ParquetLeaf | null {
  const elementLevel = level + 1
  const repeatedPath = [...path, repeated.element.name]
  const list = { presentLevel: level, elementLevel }
  if (repeated.children.length === 0) return leafOf(repeatedPath, repeated.element, elementLevel, list)
  const [{ element, children }] = repeated.children
  if (repeated.children.length > 1 || children.length > 0 || element.repetition_type === 'REPEATED') return null
  const definitionLevel = elementLevel + (element.repetition_type === 'REQUIRED' ? 0 : 1)
  return leafOf([...repeatedPath, element.name], element, definitionLevel, list)
}
