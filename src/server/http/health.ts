/**
 * /healthz, /livez and /readyz: the named checks, one by one and together. What is wrong is told to whoever may ask for the single
 * check, and withheld from the public sum. Source: apiserver, pkg/server/healthz/healthz.go.
 */
import type { ApiRequest, ApiResponse } from "../message.ts";
import { respondText } from "./respond.ts";

/** By name: gives what is wrong, or undefined. In the order in which they are listed. */
export type HealthChecks = ReadonlyMap<string, () => string | undefined>;

export type HealthEndpoint = "healthz" | "livez" | "readyz";

export interface HealthCount {
  readonly name: string;
  readonly type: HealthEndpoint;
  readonly status: "success" | "error";
}

/** How often each check has been looked at together with the others of its endpoint, and what came of it. */
export class HealthCounts {
  readonly #counts = new Map<string, { readonly of: HealthCount; total: number }>();

  count(of: HealthCount): void {
    const key = `${of.type} ${of.status} ${of.name}`;
    const known = this.#counts.get(key);
    if (known) known.total += 1;
    else this.#counts.set(key, { of, total: 1 });
  }

  all(): readonly { readonly of: HealthCount; readonly total: number }[] {
    return [...this.#counts.values()];
  }
}

const path = /^\/(healthz|livez|readyz)(?:\/(.+))?$/;
/** What says that requests should go elsewhere for now, not that the process should be started again. */
const readinessOnly = new Set(["etcd-readiness", "informer-sync", "shutdown"]);

export function isHealthPath(text: string): boolean {
  return path.test(text);
}

export function checksOf(
  checks: HealthChecks,
  endpoint: HealthEndpoint,
): readonly (readonly [name: string, check: () => string | undefined])[] {
  return [...checks].filter(([name]) => endpoint === "readyz" || !readinessOnly.has(name));
}

/** The answer to a GET of a health path; undefined where the path is none, or names no check. */
export function healthResponse(
  checks: HealthChecks,
  request: ApiRequest,
  counts: HealthCounts,
): ApiResponse | undefined {
  const [, endpoint, name] = path.exec(request.path) ?? [];
  if (endpoint === undefined) return undefined;
  const own = checksOf(checks, endpoint as HealthEndpoint);
  if (name === undefined) {
    const type = endpoint as HealthEndpoint;
    return together(own, request.query, { type, counts });
  }
  const single = own.find(([each]) => each === name);
  if (!single) return undefined;
  const problem = single[1]();
  if (problem === undefined) return respondText("ok");
  return respondText(`internal server error: ${problem}\n`, 500);
}

function together(
  checks: ReturnType<typeof checksOf>,
  query: URLSearchParams,
  { type, counts }: { readonly type: HealthEndpoint; readonly counts: HealthCounts },
): ApiResponse {
  const excluded = new Set(query.getAll("exclude"));
  const lines: string[] = [];
  let failed = false;
  for (const [name, check] of checks) {
    if (excluded.delete(name)) {
      lines.push(`[+]${name} excluded: ok`);
      continue;
    }
    const problem = check();
    counts.count({ name, type, status: problem === undefined ? "success" : "error" });
    failed ||= problem !== undefined;
    lines.push(problem === undefined ? `[+]${name} ok` : `[-]${name} failed: reason withheld`);
  }
  if (excluded.size > 0) {
    const names = [...excluded].sort().map((name) => JSON.stringify(name));
    lines.push(`warn: some health checks cannot be excluded: no matches for ${names.join(",")}`);
  }
  if (failed) return respondText(`${lines.join("\n")}\n${type} check failed\n`, 500);
  return respondText(query.has("verbose") ? `${lines.join("\n")}\n${type} check passed\n` : "ok");
}
