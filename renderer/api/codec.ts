/** What a watched collection is made of: whole objects, or the rows that the server prints of them (meta/v1 Table). */
import type { JsonValue } from "../../src/api/json.ts";
import type { KubeObject, Stored } from "../../src/api/object.ts";

export interface TableColumn {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly description: string;
  /** 0 is shown always, higher ones only in wide output. */
  readonly priority: number;
}

export interface DecodedList<T extends KubeObject> {
  readonly items: readonly Stored<T>[];
  readonly resourceVersion: string;
  readonly continue: string;
  readonly columns: readonly TableColumn[];
}

export interface Codec<T extends KubeObject> {
  readonly accept: string;
  decodeList(body: unknown): DecodedList<T>;
  /** The objects in one event of the watch. */
  decodeEvent(object: unknown): readonly Stored<T>[];
}

interface ListBody {
  readonly metadata?: { readonly resourceVersion?: string; readonly continue?: string };
  readonly items?: readonly Stored<KubeObject>[] | null;
}

/** Whole objects without managedFields, which nobody looks at in a list and which are half of its bytes. */
export function objectCodec<T extends KubeObject>(apiVersion: string, kind: string): Codec<T> {
  const decode = (object: Stored<KubeObject>) => {
    const { managedFields: _, ...metadata } = object.metadata;
    return { ...object, apiVersion, kind, metadata } as unknown as Stored<T>;
  };
  return {
    accept: "application/json",
    decodeList(body) {
      const list = body as ListBody;
      return { items: (list.items ?? []).map(decode), ...listMeta(list), columns: [] };
    },
    decodeEvent: (object) => [decode(object as Stored<KubeObject>)],
  };
}

/** A row of a Table, dressed as an object: its metadata, and the cells beside it. */
export interface TableRowObject extends KubeObject {
  readonly cells: readonly JsonValue[];
}

interface TableBody extends ListBody {
  readonly columnDefinitions?: readonly TableColumn[] | null;
  readonly rows?:
    | readonly { readonly cells: readonly JsonValue[]; readonly object: Stored<KubeObject> }[]
    | null;
}

export const tableCodec: Codec<TableRowObject> = {
  accept: "application/json;as=Table;v=v1;g=meta.k8s.io,application/json",
  decodeList(body) {
    const table = body as TableBody;
    return { items: rowsOf(table), ...listMeta(table), columns: table.columnDefinitions ?? [] };
  },
  decodeEvent: (object) => rowsOf(object as TableBody),
};

function rowsOf(table: TableBody): readonly Stored<TableRowObject>[] {
  return (table.rows ?? []).map(({ object, cells }) => ({ ...object, cells }));
}

function listMeta(list: ListBody): { resourceVersion: string; continue: string } {
  return {
    resourceVersion: list.metadata?.resourceVersion ?? "",
    continue: list.metadata?.continue ?? "",
  };
}
