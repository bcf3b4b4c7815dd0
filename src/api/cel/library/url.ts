/** `url("https://example.com:80/path?k=v").getHost()`. Follows apiserver's pkg/cel/library/urls.go over Go's url.ParseRequestURI. */
import { quote } from "../../validation/field-errors.ts";
import { CelError } from "../errors.ts";
import { overload, type Overload } from "../overload.ts";
import { ArrayList, CelOpaque, EntryMap, type CelMap, type CelValue } from "../values.ts";

class UrlValue extends CelOpaque {
  override readonly typeName = "kubernetes.URL";
  readonly text: string;
  readonly scheme: string;
  /** With its port, as it stands. */
  readonly host: string;
  readonly path: string;
  readonly query: string;
  #values: CelMap | undefined;

  constructor(text: string, parts: { scheme: string; host: string; path: string; query: string }) {
    super();
    this.text = text;
    this.scheme = parts.scheme;
    this.host = parts.host;
    this.path = parts.path;
    this.query = parts.query;
  }
  override equals(other: CelOpaque): boolean {
    return other instanceof UrlValue && other.text === this.text;
  }
  /** The query's names and values. */
  get values(): CelMap {
    return (this.#values ??= parseQuery(this.query));
  }
  /** What the size of a value costs. */
  get size(): number {
    return this.text.length;
  }
}

/** The parts, or what is wrong. */
function parse(text: string): UrlValue | string {
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f]/.test(text)) return "net/url: invalid control character in URL";
  if (text === "") return "empty url";
  const match = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?([^]*)$/.exec(text);
  const [, scheme = "", rest = ""] = match ?? [];
  if (text.startsWith(":")) return "missing protocol scheme";
  const [before = "", ...after] = rest.split("?");
  if (!before.startsWith("/")) return "invalid URI for request";
  let [host, path] = ["", before];
  if (scheme !== "" && before.startsWith("//")) {
    const end = before.indexOf("/", 2);
    const authority = end < 0 ? before.slice(2) : before.slice(2, end);
    path = end < 0 ? "" : before.slice(end);
    host = authority.slice(authority.lastIndexOf("@") + 1);
    const wrong = hostFault(host);
    if (wrong) return wrong;
  }
  if (/%(?![0-9A-Fa-f]{2})/.test(path)) {
    const at = path.search(/%(?![0-9A-Fa-f]{2})/);
    return `invalid URL escape ${quote(path.slice(at, at + 3))}`;
  }
  return new UrlValue(text, { scheme: scheme.toLowerCase(), host, path, query: after.join("?") });
}

function hostFault(host: string): string | undefined {
  if (host.startsWith("[")) {
    const end = host.indexOf("]");
    if (end < 0) return "missing ']' in host";
    return portFault(host.slice(end + 1));
  }
  const colon = host.indexOf(":");
  const bad = /[ <>"\\^`{|}]/.exec(host);
  if (bad) return `invalid character ${quote(bad[0])} in host name`;
  return colon < 0 ? undefined : portFault(host.slice(colon));
}

function portFault(text: string): string | undefined {
  if (text === "" || /^:[0-9]*$/.test(text)) return undefined;
  return `invalid port ${quote(text)} after host`;
}

function urlOf(text: string): UrlValue {
  const parsed = parse(text);
  if (typeof parsed !== "string") return parsed;
  throw new CelError(
    `URL parse error during conversion from string: parse ${quote(text)}: ${parsed}`,
  );
}

function hostname({ host }: UrlValue): string {
  if (host.startsWith("[")) return host.slice(1, host.indexOf("]"));
  return host.replace(/:[0-9]*$/, "");
}

function port({ host }: UrlValue): string {
  return /:([0-9]*)$/.exec(host.slice(host.indexOf("]") + 1))?.[1] ?? "";
}

function unescape(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return undefined;
  }
}

function parseQuery(text: string): CelMap {
  const found = new Map<string, string[]>();
  for (const pair of text.split("&")) {
    if (pair === "" || pair.includes(";")) continue;
    const [key = "", ...rest] = pair.split("=");
    const [name, value] = [unescape(key), unescape(rest.join("="))];
    if (name === undefined || value === undefined) continue;
    const known = found.get(name);
    if (known) known.push(value);
    else found.set(name, [value]);
  }
  return new EntryMap(
    [...found].map(([key, values]): [CelValue, CelValue] => [key, new ArrayList(values)]),
  );
}

export function urlOverloads(): readonly Overload[] {
  const type = "kubernetes.URL";
  const part = (name: string, read: (url: UrlValue) => CelValue, result = "string") =>
    overload(`url_${name}`, `${type}.${name}(): ${result}`, read);
  return [
    overload("string_to_url", `::url(string): ${type}`, urlOf),
    overload(
      "is_url_string",
      "::isURL(string): bool",
      (text: string) => typeof parse(text) !== "string",
    ),
    part("getScheme", ({ scheme }) => scheme),
    part("getHost", ({ host }) => host),
    part("getHostname", hostname),
    part("getPort", port),
    part("getEscapedPath", ({ path }) => path),
    part("getQuery", ({ values }) => values, "map(string, list(string))"),
  ];
}
