/** Selecting from the store: lists with selectors, pages and revisions. */
import { hasReason, notFound } from "../../api/status.ts";
import type { StoredEntry, StoreList } from "../../store/store.ts";
import { keyOf, type ServerCore, type Target } from "../core.ts";
import { whenReady, type Soon } from "../custom-resources/versions.ts";
import {
  checkListOptions,
  decodeContinue,
  encodeContinue,
  expiredList,
  listRevision,
  type Continue,
  type ListKey,
  type ListScope,
} from "./list-options.ts";
import { selectionOf, type Selection } from "./selection.ts";

export { parseRevision } from "./list-options.ts";

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
  /** Undefined where it was not asked for. */
  readonly sendInitialEvents?: boolean | undefined;
}

export interface ListPage {
  readonly entries: readonly StoredEntry[];
  readonly revision: number;
  readonly continueToken?: string;
  readonly remainingItemCount?: number;
}

/** Custom resources may have to be converted first: their lists may take a while. */
export function listObjects(core: ServerCore, target: Target, query: ListQuery): Soon<ListPage> {
  const strategy = core.strategyOf(core.registry.storageOf(target.definition));
  const selection = selectionOf(target.definition, strategy, query);
  const { namespaced } = target.definition;
  const scope: ListScope = { namespaced, namespace: namespaced ? target.namespace : "" };
  checkListOptions(query);
  const from = query.continueToken ? decodeContinue(query.continueToken, scope) : undefined;
  const revision = listRevision(query, core.store.revision, from);
  const { resource } = keyOf(core, target, "");
  const list = readList(core, { resource, scope, revision, from });
  const served = core.custom.versions.readAll(target.definition, list.entries);
  return whenReady(served, (entries) =>
    pageOf(core, entries, { query, revision: list.revision, from, selection, scope }),
  );
}

function readList(
  core: ServerCore,
  args: {
    resource: string;
    scope: ListScope;
    revision: number | undefined;
    from: Continue | undefined;
  },
): StoreList {
  const { resource, scope, revision, from } = args;
  const { namespace } = scope;
  try {
    return core.store.list(resource, {
      ...(namespace === "" ? {} : { namespace }),
      ...(revision === undefined ? {} : { revision }),
    });
  } catch (error) {
    throw hasReason(error, "Expired") ? expiredList(from, scope) : error;
  }
}

interface PageArgs {
  readonly query: ListQuery;
  readonly revision: number;
  readonly from: Continue | undefined;
  readonly selection: Selection;
  readonly scope: ListScope;
}

function pageOf(core: ServerCore, all: readonly StoredEntry[], args: PageArgs): Soon<ListPage> {
  const { query, revision, from, selection, scope } = args;
  const start = from ? firstFrom(all, from.start) : 0;
  const limit = query.limit && query.limit > 0 ? query.limit : Infinity;
  if (selection.everything && start === 0 && all.length <= limit) return { entries: all, revision };
  const found = selection.everything
    ? { entries: all.slice(start, start + limit), hasMore: all.length - start > limit }
    : select(core, all.slice(start), { selection, limit });
  return whenReady(found, ({ entries, hasMore }) => {
    if (!hasMore) return { entries, revision };
    const last = entries.at(-1)?.key;
    const remainingItemCount = all.length - start - entries.length;
    return {
      entries,
      revision,
      continueToken: encodeContinue(revision, [last?.namespace ?? "", last?.name ?? ""], scope),
      ...(selection.everything ? { remainingItemCount } : {}),
    };
  });
}

/** The first that match, and whether there are more. In slices: what is looked at is parsed first where nobody holds it. */
function select(
  core: ServerCore,
  all: readonly StoredEntry[],
  { selection, limit }: { readonly selection: Selection; readonly limit: number },
): Soon<{ readonly entries: readonly StoredEntry[]; readonly hasMore: boolean }> {
  const entries: StoredEntry[] = [];
  let hasMore = false;
  const looked = core.slices.each(all, (entry) => {
    if (hasMore) return 0;
    if (selection.matches(entry.object)) {
      if (entries.length === limit) hasMore = true;
      else entries.push(entry);
    }
    return entry.text?.length ?? workOfParsed;
  });
  return whenReady(looked, () => ({ entries, hasMore }));
}

/** Custom objects have been read already. */
const workOfParsed = 40;

/** Lists are in key order: the first entry of a page. */
function firstFrom(all: readonly StoredEntry[], key: ListKey): number {
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = all[middle];
    if (entry && isBefore(entry, key)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isBefore(entry: StoredEntry, [namespace, name]: ListKey): boolean {
  if (entry.key.namespace !== namespace) return `${entry.key.namespace}/` < `${namespace}/`;
  return entry.key.name < name;
}
