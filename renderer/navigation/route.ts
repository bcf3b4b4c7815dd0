/** The address of a page: a path and its state, as the URL's hash has them. Pure; history.ts talks to the browser. */

export interface Route {
  /** Decoded: `["pods", "default", "web-1", "logs"]`. */
  readonly path: readonly string[];
  /** Filter, sort and the like. `ns` is the chosen namespace, which every link keeps. */
  readonly query: Readonly<Record<string, string>>;
}

export function parseRoute(hash: string): Route {
  const text = hash.replace(/^#\/?/, "");
  const mark = text.indexOf("?");
  const path = mark < 0 ? text : text.slice(0, mark);
  const search = new URLSearchParams(mark < 0 ? "" : text.slice(mark + 1));
  return {
    path: path
      .split("/")
      .filter((part) => part !== "")
      .map(decode),
    query: Object.fromEntries(search),
  };
}

/** `#/pods/default/web-1?ns=default`; empty query values are left out. */
export function formatRoute(path: readonly string[], query: Route["query"] = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== "") search.set(name, value);
  const text = search.toString();
  return `#/${path.map(encodeURIComponent).join("/")}${text === "" ? "" : `?${text}`}`;
}

/** The dashboard's token, when the address brings one (`#token=...`). */
export function tokenIn(hash: string): string | undefined {
  const token = new URLSearchParams(hash.replace(/^#/, "")).get("token");
  return hash.startsWith("#token=") && token ? token : undefined;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
