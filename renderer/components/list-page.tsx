/** The page of a live list: its title and count, the filter, and the table or what stands for it. */
import { useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import type { KubeObject } from "../../src/api/object.ts";
import { useI18n } from "../i18n/i18n.tsx";
import { replaceQuery, useNamespace, useRoute } from "../navigation/history.ts";
import { Button, IconButton } from "./button.tsx";
import { DataTable, useFiltered, type DataTableProps } from "./data-table.tsx";
import { Icon, type IconName } from "./icons.tsx";
import { EmptyState, ErrorState, Skeleton } from "./state.tsx";

type TableProps<T extends KubeObject> = Omit<DataTableProps<T>, "rows" | "empty" | "label">;

/** What a list page needs of a store's snapshot; a page may put other rows in the place of the store's. */
export interface ListSnapshot<T> {
  readonly phase: "loading" | "ready" | "failed";
  readonly items: readonly T[];
  readonly error: Error | undefined;
}

export interface ListPageProps<T extends KubeObject> extends TableProps<T> {
  /** As the sidebar has it: `Pods`. */
  readonly title: string;
  readonly icon: IconName;
  readonly snapshot: ListSnapshot<T>;
  readonly namespaced: boolean;
  /** What the filter looks through, beside the object's name, namespace and labels. */
  readonly textOf?: (row: T) => string;
  readonly toolbar?: ReactNode;
  readonly subtitle?: ReactNode;
}

export function ListPage<T extends KubeObject>(props: ListPageProps<T>) {
  const { f } = useI18n();
  const { title, icon, snapshot, namespaced, textOf, toolbar, subtitle, ...table } = props;
  const { namespace, scoped, shown } = useShownRows(snapshot.items, namespaced, textOf);
  return (
    <section className="page list-page">
      <header className="page-head">
        <h1>
          {title}
          {snapshot.phase === "ready" && <span className="count">{f.number(scoped.length)}</span>}
        </h1>
        {subtitle}
        <span className="spacer" />
        {toolbar}
        <FilterBox shown={shown.length} total={scoped.length} />
      </header>
      <DataTable
        {...table}
        label={title}
        rows={shown}
        empty={
          <NoRows
            snapshot={snapshot}
            title={title}
            icon={icon}
            total={scoped.length}
            namespace={namespaced ? namespace : ""}
          />
        }
      />
    </section>
  );
}

/** Rows of the chosen namespace, and of those the ones that the filter leaves. */
function useShownRows<T extends KubeObject>(
  items: readonly T[],
  namespaced: boolean,
  textOf: ((row: T) => string) | undefined,
) {
  const namespace = useNamespace();
  const scoped = useMemo(
    () =>
      namespaced && namespace !== ""
        ? items.filter((item) => item.metadata.namespace === namespace)
        : items,
    [items, namespaced, namespace],
  );
  const searchText = useMemo(() => searchTextOf(textOf), [textOf]);
  return { namespace, scoped, shown: useFiltered(scoped, searchText) };
}

/** What the filter looks through, made once for each version of a row. */
function searchTextOf<T extends KubeObject>(
  textOf: ((row: T) => string) | undefined,
): (row: T) => string {
  const known = new WeakMap<T, string>();
  return (row) => {
    const text = known.get(row) ?? `${metadataText(row)} ${textOf?.(row) ?? ""}`.toLowerCase();
    known.set(row, text);
    return text;
  };
}

function metadataText({ metadata }: KubeObject): string {
  const labels = Object.entries(metadata.labels ?? {}).map(([key, value]) => `${key}=${value}`);
  return [metadata.name, metadata.namespace, ...labels].join(" ");
}

function NoRows(props: {
  readonly snapshot: Pick<ListSnapshot<KubeObject>, "phase" | "error">;
  readonly title: string;
  readonly icon: IconName;
  readonly total: number;
  readonly namespace: string;
}) {
  const { t } = useI18n();
  const { snapshot, title } = props;
  if (snapshot.phase === "loading") return <Skeleton rows={12} label={t.list.loading} />;
  if (snapshot.phase === "failed" && snapshot.error) {
    return <ErrorState title={t.list.failed} error={snapshot.error} hint={t.list.retrying} />;
  }
  if (props.total > 0) {
    return (
      <EmptyState icon="search" title={t.list.noMatch}>
        <Button onClick={() => replaceQuery({ q: "" })}>{t.list.clearFilter}</Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={props.icon}
      title={props.namespace ? t.list.emptyHere(title, props.namespace) : t.list.empty(title)}
      hint={t.list.emptyHint}
    />
  );
}

export function FilterBox({ shown, total }: { readonly shown: number; readonly total: number }) {
  const { t, f } = useI18n();
  const filter = useRoute().query["q"] ?? "";
  // Its own state, so that typing never waits for the table; the address follows, or leads.
  const [typed, setTyped] = useState({ text: filter, filter });
  if (typed.filter !== filter) setTyped({ text: filter, filter });
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const focusOnSlash = (event: globalThis.KeyboardEvent) => {
      const target = event.target as HTMLElement;
      const typing = target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
      if (event.key !== "/" || typing || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      input.current?.select();
    };
    document.addEventListener("keydown", focusOnSlash);
    return () => document.removeEventListener("keydown", focusOnSlash);
  }, []);
  const change = (value: string) => {
    setTyped({ text: value, filter });
    replaceQuery({ q: value });
  };
  return (
    <div className="filter-box">
      <Icon name="search" />
      <input
        ref={input}
        type="text"
        aria-label={t.list.filter}
        placeholder={t.list.filterHint}
        value={typed.text}
        spellCheck={false}
        onChange={(event) => change(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") {
            change("");
            event.currentTarget.blur();
          } else if (event.key === "ArrowDown") {
            document.querySelector<HTMLElement>("[role=grid]")?.focus();
          }
        }}
      />
      {filter !== "" && (
        <>
          <span className="filter-count" role="status">
            {t.list.filtered(f.number(shown), f.number(total))}
          </span>
          <IconButton icon="close" label={t.list.clear} onClick={() => change("")} />
        </>
      )}
    </div>
  );
}
