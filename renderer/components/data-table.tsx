/**
 * A live table: filtered and sorted in memory, only the visible rows drawn, moved through with the keyboard. Its filter
 * and order are kept in the address.
 */
import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { objectKey, type KubeObject } from "../../src/api/object.ts";
import { useI18n } from "../i18n/i18n.tsx";
import { replaceQuery, useRoute } from "../navigation/history.ts";
import { Icon } from "./icons.tsx";
import { Menu, type MenuItem } from "./menu.tsx";
import {
  filterRows,
  formatSort,
  nextSort,
  parseSort,
  sortRows,
  type SortOrder,
  type SortValue,
} from "./table-model.ts";

export interface Column<T> {
  readonly id: string;
  readonly header: string;
  /** At least `min` pixels; `grow` is its share of what is left. */
  readonly min: number;
  readonly grow?: number;
  readonly align?: "end";
  readonly cell: (row: T) => ReactNode;
  /** Without it the column can not be sorted. */
  readonly sort?: (row: T) => SortValue;
}

export interface DataTableProps<T extends KubeObject> {
  readonly label: string;
  readonly rows: readonly T[];
  readonly columns: readonly Column<T>[];
  /** The address of a row's own page. */
  readonly href?: (row: T) => string | undefined;
  readonly actions?: ((row: T) => readonly MenuItem[]) | undefined;
  readonly defaultSort?: SortOrder;
  /** Shown instead of rows when there are none. */
  readonly empty: ReactNode;
  /** As high as its rows, up to a limit, instead of filling the page. */
  readonly inline?: boolean;
}

const rowHeight = 36;

export function DataTable<T extends KubeObject>(props: DataTableProps<T>) {
  const { columns, rows, defaultSort } = props;
  const order = parseSort(useRoute().query["sort"]) ?? defaultSort;
  const [sortColumn, descending] = [order?.column, order?.descending ?? false];
  const sorted = useMemo(() => {
    const column = columns.find((candidate) => candidate.id === sortColumn);
    return column?.sort ? sortRows(rows, column.sort, descending) : rows;
  }, [rows, columns, sortColumn, descending]);
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(-1);
  // oxlint-disable-next-line react/incompatible-library -- nothing here is compiled
  const virtual = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    getItemKey: (index) => rowKey(sorted[index], index),
    useFlushSync: false,
  });
  const grid = gridOf(columns, props.actions !== undefined);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const next = nextIndex(event.key, active, sorted.length);
    const row = sorted[active];
    if (next !== undefined) {
      event.preventDefault();
      setActive(next);
      virtual.scrollToIndex(next);
    } else if (event.key === "Enter" && row !== undefined) {
      const href = props.href?.(row);
      if (href) location.hash = href;
    }
  };
  if (rows.length === 0) return <>{props.empty}</>;
  return (
    <div
      ref={scroller}
      className={`table ${props.inline ? "inline" : "fill"}`}
      role="grid"
      aria-label={props.label}
      aria-rowcount={sorted.length + 1}
      aria-activedescendant={active < 0 ? undefined : `row-${active}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <HeaderRow columns={columns} order={order} grid={grid} hasActions={!!props.actions} />
      <div role="rowgroup" className="table-rows" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = sorted[item.index];
          if (row === undefined) return null;
          return (
            <Row
              key={item.key}
              row={row}
              index={item.index}
              top={item.start}
              active={item.index === active}
              columns={columns as readonly Column<KubeObject>[]}
              grid={grid}
              href={props.href as ((row: KubeObject) => string | undefined) | undefined}
              actions={props.actions as ((row: KubeObject) => readonly MenuItem[]) | undefined}
            />
          );
        })}
      </div>
    </div>
  );
}

interface Grid {
  readonly template: string;
  readonly width: number;
}

function gridOf<T>(columns: readonly Column<T>[], hasActions: boolean): Grid {
  const tracks = columns.map(({ min, grow }) =>
    grow === undefined ? `${min}px` : `minmax(${min}px, ${grow}fr)`,
  );
  const width = columns.reduce((sum, column) => sum + column.min + 20, 16);
  return {
    template: [...tracks, ...(hasActions ? ["28px"] : [])].join(" "),
    width: width + (hasActions ? 48 : 0),
  };
}

function rowKey(row: KubeObject | undefined, index: number): string | number {
  return row === undefined ? index : (row.metadata.uid ?? objectKey(row));
}

function nextIndex(key: string, active: number, count: number): number | undefined {
  const page = 15;
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: active + 1,
    j: active + 1,
    ArrowUp: active - 1,
    k: active - 1,
    PageDown: active + page,
    PageUp: active - page,
    Home: 0,
    End: count - 1,
  };
  const next = moves[key];
  return next === undefined ? undefined : Math.max(0, Math.min(count - 1, next));
}

function HeaderRow<T>(props: {
  readonly columns: readonly Column<T>[];
  readonly order: SortOrder | undefined;
  readonly grid: Grid;
  readonly hasActions: boolean;
}) {
  const { t } = useI18n();
  const style = { gridTemplateColumns: props.grid.template, minWidth: props.grid.width };
  return (
    <div className="table-head" role="row" style={style}>
      {props.columns.map((column) => {
        const sorted = props.order?.column === column.id ? props.order : undefined;
        const direction = sorted && (sorted.descending ? "descending" : "ascending");
        return (
          <div
            key={column.id}
            role="columnheader"
            aria-sort={direction}
            className={column.align ?? ""}
          >
            {column.sort ? (
              <button
                type="button"
                title={t.list.sortBy(column.header)}
                onClick={() => replaceQuery({ sort: formatSort(nextSort(props.order, column.id)) })}
              >
                {column.header}
                <span className={`sort ${direction ?? ""}`}>
                  <Icon name="chevron" />
                </span>
              </button>
            ) : (
              column.header
            )}
          </div>
        );
      })}
      {props.hasActions && <div role="columnheader" aria-label={t.list.actions} />}
    </div>
  );
}

interface RowProps {
  readonly row: KubeObject;
  readonly index: number;
  readonly top: number;
  readonly active: boolean;
  readonly columns: readonly Column<KubeObject>[];
  readonly grid: Grid;
  readonly href: ((row: KubeObject) => string | undefined) | undefined;
  readonly actions: ((row: KubeObject) => readonly MenuItem[]) | undefined;
}

const Row = memo(
  function Row(props: RowProps) {
    const { t } = useI18n();
    const { row, columns, actions } = props;
    const href = props.href?.(row);
    return (
      <div
        id={`row-${props.index}`}
        role="row"
        aria-rowindex={props.index + 2}
        aria-selected={props.active}
        className={`table-row ${href ? "linked" : ""} ${row.metadata.deletionTimestamp ? "leaving" : ""}`}
        style={{
          transform: `translateY(${props.top}px)`,
          gridTemplateColumns: props.grid.template,
          minWidth: props.grid.width,
        }}
        onClick={(event) => {
          const onControl = (event.target as Element).closest("a, button");
          const selecting = getSelection()?.isCollapsed === false;
          if (href && !onControl && !selecting) location.hash = href;
        }}
      >
        {columns.map((column, index) => (
          <div key={column.id} role="gridcell" className={column.align ?? ""}>
            {index === 0 && href ? (
              <a href={href} tabIndex={-1} className="row-link">
                {column.cell(row)}
              </a>
            ) : (
              column.cell(row)
            )}
          </div>
        ))}
        {actions && (
          <div role="gridcell">
            <Menu
              label={t.list.actions}
              trigger={<Icon name="more" />}
              triggerClass="icon-button row-menu"
              items={() => actions(row)}
            />
          </div>
        )}
      </div>
    );
  },
  (before, after) =>
    before.row === after.row &&
    before.top === after.top &&
    before.index === after.index &&
    before.active === after.active &&
    before.columns === after.columns &&
    before.grid.template === after.grid.template,
);

/** The rows that the page's filter leaves. */
export function useFiltered<T extends KubeObject>(
  rows: readonly T[],
  textOf: (row: T) => string,
): readonly T[] {
  const filter = useRoute().query["q"] ?? "";
  return useMemo(() => filterRows(rows, filter, textOf), [rows, filter, textOf]);
}
