/** An Accept header's clauses in the order in which Kubernetes tries them, and the forms that they match. Source: goautoneg; apiserver, negotiate.go. */

export interface AcceptClause {
  readonly type: string;
  readonly subtype: string;
  readonly weight: number;
  /** Without `q`. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** A form that the server can give, in the order in which it prefers them. */
export type AcceptedForm = "json" | "yaml" | "protobuf";

const forms: readonly (readonly [form: AcceptedForm, subtype: string])[] = [
  ["json", "json"],
  ["yaml", "yaml"],
  ["protobuf", "vnd.kubernetes.protobuf"],
];

/** `application/json`, and its like. */
export function mediaTypeOf(form: AcceptedForm): string {
  return `application/${forms.find(([own]) => own === form)?.[1]}`;
}

const noParameters: ReadonlyMap<string, string> = new Map();

/** What a clause makes of the answer beyond its form: another kind, by its group, version and name; undefined for none. */
export interface Transform {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/**
 * The first clause and form that `accepts`, which gives what it makes of them or undefined to go on; undefined where no clause is
 * acceptable. Parameters that nobody knows are no reason to refuse. Without a header: JSON.
 */
export function firstAcceptable<T>(
  header: string | undefined,
  accepts: (
    form: AcceptedForm,
    transform: Transform | undefined,
    parameters: AcceptClause["parameters"],
  ) => T | undefined,
): T | undefined {
  if (header === undefined || header === "") return accepts("json", undefined, noParameters);
  for (const clause of parseAccept(header)) {
    const { parameters } = clause;
    const stream = parameters.get("stream") ?? "";
    // No endpoint answers in the version of another server.
    if ((stream !== "" && stream !== "watch") || (parameters.get("sv") ?? "") !== "") continue;
    const transform = transformOf(parameters);
    for (const [form, subtype] of forms) {
      if (!matches(clause, subtype)) continue;
      const accepted = accepts(form, transform, parameters);
      if (accepted !== undefined) return accepted;
    }
  }
  return undefined;
}

function matches({ type, subtype }: AcceptClause, offered: string): boolean {
  if (type === "application") return subtype === offered || subtype === "*";
  return type === "*" && subtype === "*";
}

function transformOf(parameters: ReadonlyMap<string, string>): Transform | undefined {
  const [group, version, kind] = ["g", "v", "as"].map((key) => parameters.get(key));
  if (group === undefined && version === undefined && kind === undefined) return undefined;
  return { group: group ?? "", version: version ?? "", kind: kind ?? "" };
}

/** By weight, what is not a wildcard first; clauses of a malformed type are left out. */
export function parseAccept(header: string): readonly AcceptClause[] {
  const clauses: AcceptClause[] = [];
  for (const part of header.split(",")) {
    const clause = parseClause(trimmed(part));
    if (!clause) continue;
    // Go's sort of few elements, with an order that is none among wildcards of different weights.
    let at = clauses.length;
    for (; at > 0; at -= 1) {
      const before = clauses[at - 1];
      if (before === undefined || !precedes(clause, before)) break;
    }
    clauses.splice(at, 0, clause);
  }
  return clauses;
}

function precedes(a: AcceptClause, b: AcceptClause): boolean {
  if (a.weight > b.weight) return true;
  if (a.type !== "*" && b.type === "*") return true;
  return a.subtype !== "*" && b.subtype === "*";
}

function parseClause(text: string): AcceptClause | undefined {
  const [range = "", ...rest] = text.split(";");
  const [type = "", subtype = "", ...more] = range.split("/").map(trimmed);
  if (more.some((part) => part !== "")) return undefined;
  if (subtype === "" && type !== "*") return undefined;
  if (rest.length === 0) {
    return { type, subtype: subtype || "*", weight: 1, parameters: noParameters };
  }
  const parameters = new Map<string, string>();
  let weight = 1;
  for (const part of rest) {
    const [name = "", value = "", ...others] = part.split("=");
    if (value === "" || others.some((each) => each !== "")) continue;
    if (trimmed(name) === "q") weight = weightOf(value);
    else parameters.set(trimmed(name), trimmed(value));
  }
  return { type, subtype: subtype || "*", weight, parameters };
}

/** What is no number weighs nothing. */
function weightOf(text: string): number {
  const weight = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : 0;
  return Math.fround(weight);
}

/** Blanks alone, no tabs. */
function trimmed(text: string): string {
  return text.replace(/^ +| +$/g, "");
}
