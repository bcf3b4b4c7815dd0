/** The current route as a store, and how to change it. */
import { useSyncExternalStore } from "react";
import { formatRoute, parseRoute, type Route } from "./route.ts";

const listeners = new Set<() => void>();
let current: Route = parseRoute(location.hash);

function update(): void {
  current = parseRoute(location.hash);
  for (const listener of listeners) listener();
}

window.addEventListener("hashchange", update);

export function useRoute(): Route {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}

/** The chosen namespace; empty for all of them. */
export function useNamespace(): string {
  return useRoute().query["ns"] ?? "";
}

/** The address of a page, with the chosen namespace kept. */
export function link(path: readonly string[], query: Route["query"] = {}): string {
  return formatRoute(path, { ns: current.query["ns"] ?? "", ...query });
}

export function navigate(path: readonly string[], query: Route["query"] = {}): void {
  location.hash = link(path, query);
}

/** Changes the state of this page without a new entry in the history. */
export function replaceQuery(change: Route["query"]): void {
  const query = { ...current.query, ...change };
  history.replaceState(null, "", formatRoute(current.path, query));
  update();
}
