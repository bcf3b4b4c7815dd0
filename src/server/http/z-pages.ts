/**
 * `/statusz` and `/flagz`: what serves here and by which flags, as text for people or in a form of config.k8s.io that the client names.
 * Source: apiserver, pkg/server/statusz, pkg/server/flagz.
 */
import { notAcceptable } from "../../api/status.ts";
import { rfc3339, unixDate } from "../../api/time.ts";
import { exactJson } from "../../api/wide-integers.ts";
import type { Host } from "../../host/host.ts";
import type { VersionInfo } from "../discovery/version.ts";
import type { ApiRequest, ApiResponse } from "../message.ts";
import { type AcceptClause, parseAccept } from "./accept-clauses.ts";
import { respondText, yamlText } from "./respond.ts";

export interface ZPagesOptions {
  readonly host: Pick<Host, "clock" | "random">;
  readonly version: VersionInfo;
  /** What `/` lists. */
  paths(): readonly string[];
  /** By the names that kube-apiserver has for them. */
  readonly flags: Readonly<Record<string, string>>;
}

type Structure = Readonly<Record<string, unknown>>;

interface Page {
  readonly kind: "Statusz" | "Flagz";
  text(): string;
  structure(): Structure;
}

const component = "kube-apiserver";
const group = "config.k8s.io";
const current = "v1beta1";
const deprecated = "v1alpha1";
/** Which one separates names from values is left to chance: nobody is to parse the text. */
const delimiters = [":", ": ", "=", " "];
const machines =
  "Warning: This endpoint is not meant to be machine parseable, has no formatting compatibility guarantees and is for debugging purposes only.";
/** What is for clients, and not for whoever looks for a fault. */
const notForDebugging = new Set(["/apis", "/api", "/openid", "/openapi", "/.well-known"]);

export class ZPages {
  readonly #options: ZPagesOptions;
  readonly #startMs: number;
  readonly #pages: ReadonlyMap<string, Page>;

  constructor(options: ZPagesOptions) {
    this.#options = options;
    this.#startMs = options.host.clock.nowMs();
    let flags: string | undefined;
    this.#pages = new Map<string, Page>([
      [
        "/statusz",
        { kind: "Statusz", text: () => this.#status(), structure: () => this.#statusStructure() },
      ],
      [
        "/flagz",
        {
          kind: "Flagz",
          text: () => (flags ??= this.#flags()),
          structure: () => ({ flags: sorted(options.flags) }),
        },
      ],
    ]);
  }

  /** Undefined for other paths. Throws 406 for a form that is not there. */
  respond({ path, headers }: ApiRequest): ApiResponse | undefined {
    const page = this.#pages.get(path);
    if (!page) return undefined;
    const form = formOf(headers["accept"], page.kind);
    if (form === "text") return respondText(page.text());
    const { version, encoding } = form;
    const head = { kind: page.kind, apiVersion: `${group}/${version}` };
    const value = { ...head, metadata: { name: component }, ...page.structure() };
    const body = encoding === "json" ? `${exactJson(value)}\n` : yamlText(value);
    const warning = `299 - "This version of the ${path.slice(1)} endpoint is deprecated. Please use a newer version."`;
    return {
      status: 200,
      headers: {
        "content-type": `application/${encoding};g=${group};v=${version};as=${page.kind}`,
        "cache-control": "no-cache, private",
        ...(version === deprecated ? { warning } : {}),
      },
      body,
    };
  }

  #statusStructure(): Structure {
    const { major, minor, goVersion, gitVersion } = this.#options.version;
    return {
      startTime: rfc3339(this.#startMs),
      uptimeSeconds: this.#uptimeSeconds(),
      goVersion,
      binaryVersion: gitVersion.replace(/^v/, ""),
      emulationVersion: `${major}.${minor}`,
      paths: debuggingPaths(this.#options.paths()),
    };
  }

  #status(): string {
    const delimiter = this.#delimiter();
    const { goVersion, binaryVersion, emulationVersion } = this.#statusStructure();
    const up = this.#uptimeSeconds();
    const rest = [Math.floor(up / 60) % 60, up % 60].map((each) => String(each).padStart(2, "0"));
    const lines = [
      ["Started", unixDate(this.#startMs)],
      ["Up", `${Math.floor(up / 3600)} hr ${rest[0]} min ${rest[1]} sec`],
      ["Go version", goVersion],
      ["Binary version", binaryVersion],
      ["Emulation version", emulationVersion],
      ["Paths", debuggingPaths(this.#options.paths()).join(" ")],
    ];
    const told = lines.map(([name, value]) => `${String(name)}${delimiter} ${String(value)}\n`);
    return `\n${component} statusz\n${machines}\n\n${told.join("")}`;
  }

  #flags(): string {
    const delimiter = this.#delimiter();
    const flags = Object.entries(sorted(this.#options.flags));
    const told = flags.map(([name, value]) => `${name}${delimiter}${value}\n`);
    return `\n${component} flagz\n${machines}\n${told.join("")}`;
  }

  #delimiter(): string {
    const [byte = 0] = this.#options.host.random.bytes(1);
    return delimiters[byte % delimiters.length] ?? ":";
  }

  #uptimeSeconds(): number {
    return Math.max(0, Math.floor((this.#options.host.clock.nowMs() - this.#startMs) / 1000));
  }
}

type Form = "text" | { readonly version: string; readonly encoding: "json" | "yaml" };

function formOf(header: string | undefined, kind: Page["kind"]): Form {
  if (header === undefined || header.trim() === "") return "text";
  for (const clause of parseAccept(header)) {
    const form = formOfClause(clause, kind);
    if (form !== undefined) return form;
  }
  throw notAcceptable(
    "only the following media types are accepted: application/json, application/yaml, text/plain",
  );
}

/** Text has no other kind, and what is structured has to be asked for by kind and version. */
function formOfClause(
  { type, subtype, parameters }: AcceptClause,
  kind: Page["kind"],
): Form | undefined {
  if (parameters.has("stream") || parameters.has("sv")) return undefined;
  const named = ["g", "v", "as"].map((key) => parameters.get(key));
  const [askedGroup, version = "", askedKind] = named;
  if (named.every((each) => each === undefined)) {
    const isAny = type === "*" && subtype === "*";
    return isAny || (type === "text" && /^(?:plain|\*)$/.test(subtype)) ? "text" : undefined;
  }
  const isKnown = askedGroup === group && askedKind === kind;
  if (!isKnown || (version !== current && version !== deprecated)) return undefined;
  if (type !== "application" && type !== "*") return undefined;
  if (subtype === "*" || subtype === "json") return { version, encoding: "json" };
  return subtype === "yaml" ? { version, encoding: "yaml" } : undefined;
}

/** The first parts of paths, each once. */
function debuggingPaths(paths: readonly string[]): readonly string[] {
  const roots = paths.map((path) => `/${path.split("/")[1] ?? ""}`);
  return [...new Set(roots)].filter((root) => root !== "/" && !notForDebugging.has(root)).sort();
}

function sorted(flags: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(flags).sort(([a], [b]) => (a < b ? -1 : 1)));
}
