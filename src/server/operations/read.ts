/** Selecting from the store: lists with selectors, pages and revisions. */
import { badRequest, expired, invalid, notFound } from "../../api/status.ts";
import type { StoredEntry } from "../../store/store.ts";
import { keyOf, type ServerCore, type Target } from "../core.ts";
import { whenReady, type Soon } from "../custom-resources/versions.ts";
import { selectionOf, type Selection } from "./selection.ts";

export function getObject(core: ServerCore, target: Target): StoredEntry {
  const entry = core.store.get(keyOf(core, target));
  if (!entry) throw notFound(target.definition, target.name);
  return entry;
}

/** An object as its row serves it. Throws or rejects with StatusError 404. */
export function getServed(core: ServerCore, target: Target): Soon<StoredEntry> {
  return core.custom.versions.read(target.definition, getObject(core, target));
}

export interface ListQuery {
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
  /** 0 or absent: no limit. */
  readonly limit?: number;
  readonly continueToken?: string | undefined;
  readonly resourceVersion?: string | undefined;
  readonly resourceVersionMatch?: string | undefined;
}

export interface ListPage {
  readonly entries: readonly StoredEntry[];
  readonly revision: number;
  readonly continueToken?: string;
  readonly remainingItemCount?: number;
}

/** What a continue token holds: the revision of the first page, and the key to go on after. */
interface Continue {
  readonly v: "kubarium/v1";
  readonly rv: number;
  readonly after: readonly [namespace: string, name: string];
}

/** Custom resources may have to be converted first: their lists may take a while. */
export function listObjects(core: ServerCore, target: Target, query: ListQuery): Soon<ListPage> {
  const strategy = core.strategyOf(core.registry.storageOf(target.definition));
  const selection = selectionOf(target.definition, strategy, query);
  const from = query.continueToken ? decodeContinue(query.continueToken) : undefined;
  const revision = from?.rv ?? exactRevision(core, query);
  const { resource } = keyOf(core, target, "");
  const list = core.store.list(resource, {
    ...(target.definition.namespaced && target.namespace !== ""
      ? { namespace: target.namespace }
      : {}),
    ...(revision === undefined ? {} : { revision }),
  });
  const served = core.custom.versions.readAll(target.definition, list.entries);
  return whenReady(served, (entries) =>
    pageOf(entries, { query, revision: list.revision, from, selection }),
  );
}

function pageOf(
  all: readonly StoredEntry[],
  args: { query: ListQuery; revision: number; from: Continue | undefined; selection: Selection },
): ListPage {
  const { query, revision, from, selection } = args;
  const matching = all.filter(
    (entry) =>
      (from === undefined || isAfter(entry, from.after)) && selection.matches(entry.object),
  );
  const limit = query.limit ?? 0;
  if (limit === 0 || matching.length <= limit) return { entries: matching, revision };
  const entries = matching.slice(0, limit);
  const last = entries.at(-1)?.key;
  const token: Continue = {
    v: "kubarium/v1",
    rv: revision,
    after: [last?.namespace ?? "", last?.name ?? ""],
  };
  const selected = Boolean(query.labelSelector) || Boolean(query.fieldSelector);
  return {
    entries,
    revision,
    continueToken: btoa(JSON.stringify(token)),
    ...(selected ? {} : { remainingItemCount: matching.length - limit }),
  };
}

function isAfter(entry: StoredEntry, [namespace, name]: Continue["after"]): boolean {
  if (entry.key.namespace !== namespace) return entry.key.namespace > namespace;
  return entry.key.name > name;
}

function decodeContinue(token: string): Continue {
  try {
    const value = JSON.parse(atob(token)) as Partial<Continue>;
    if (value.v === "kubarium/v1" && Number.isSafeInteger(value.rv) && Array.isArray(value.after)) {
      return value as Continue;
    }
  } catch {
    // Not ours: answered below.
  }
  throw badRequest("continue key is not valid: encoded continue key is malformed");
}

/** The revision that the list must be at, or undefined for the newest. */
function exactRevision(core: ServerCore, query: ListQuery): number | undefined {
  const { resourceVersion, resourceVersionMatch: match } = query;
  const refuse = (field: string, message: string) =>
    invalid({ group: "meta.k8s.io", kind: "ListOptions" }, "", [
      { type: "FieldValueForbidden", field, message: `Forbidden: ${message}` },
    ]);
  if (match && !resourceVersion) {
    throw refuse(
      "resourceVersionMatch",
      "resourceVersionMatch is forbidden unless resourceVersion is provided",
    );
  }
  const revision = parseRevision(resourceVersion);
  if (match === "Exact") {
    if (revision === 0) {
      throw refuse(
        "resourceVersionMatch",
        'resourceVersionMatch "exact" is forbidden for resourceVersion "0"',
      );
    }
    return revision;
  }
  if (match && match !== "NotOlderThan") {
    throw invalid({ group: "meta.k8s.io", kind: "ListOptions" }, "", [
      {
        type: "FieldValueNotSupported",
        field: "resourceVersionMatch",
        message: `Unsupported value: "${match}": supported values: "Exact", "NotOlderThan", ""`,
      },
    ]);
  }
  if (revision > core.store.revision) throw tooLarge(revision, core.store.revision);
  return undefined;
}

/** A revision from the future: clients of a restored or reset cluster must list again. */
function tooLarge(asked: number, current: number): Error {
  return expired(`Too large resource version: ${asked}, current: ${current}`);
}

export function parseRevision(text: string | undefined): number {
  if (text === undefined || text === "") return 0;
  if (!/^\d{1,16}$/.test(text)) {
    throw badRequest(
      `Invalid value: "${text}": strconv.ParseUint: parsing "${text}": invalid syntax`,
    );
  }
  return Number(text);
}
