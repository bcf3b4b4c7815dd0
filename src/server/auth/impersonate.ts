/**
 * Acting as somebody else: what the Impersonate-* headers ask for, and by which mode the caller may
 * (apiserver, pkg/endpoints/filters/impersonation/constrained_impersonation.go).
 */
import { badRequest } from "../../api/status.ts";
import { quote } from "../../api/validation/field-errors.ts";
import type { UserInfo } from "../message.ts";
import type { ImpersonationMetrics } from "../metrics/impersonation-metrics.ts";
import type { RequestInfo } from "../request-info.ts";
import type { Authorizer } from "./authorizer.ts";
import {
  impersonationModes,
  type ImpersonationMode,
  type WantedUser,
} from "./impersonation-modes.ts";

const extraPrefix = "impersonate-extra-";

/** Who a request is served as. */
export interface Impersonation {
  readonly user: UserInfo;
  /** The verb that allowed it, `impersonate:user-info`; undefined for the plain `impersonate`. */
  readonly constraint: string | undefined;
}

const callersMax = 10_000;

export class Impersonator {
  readonly #authorizer: Authorizer;
  readonly #metrics: ImpersonationMetrics | undefined;
  /** By which mode a caller last got through: tried first, so that others cost him nothing. */
  readonly #last = new Map<string, ImpersonationMode>();

  constructor(authorizer: Authorizer, metrics?: ImpersonationMetrics) {
    this.#authorizer = authorizer;
    this.#metrics = metrics;
  }

  /** Undefined where headers ask for nobody. Throws StatusError 403 as the first mode refuses, 400 for headers that name no user. */
  actAs(
    headers: Readonly<Record<string, string>>,
    caller: UserInfo,
    info: RequestInfo,
  ): Impersonation | undefined {
    const wanted = asksForAnother(headers) ? wantedUser(headers) : undefined;
    if (!wanted) return undefined;
    const attributes = info.isResource
      ? ({ kind: "resource", ...info } as const)
      : ({ kind: "path", verb: info.verb, path: info.path } as const);
    const attempt = { caller, wanted, attributes };
    const startedMs = this.#metrics?.nowMs() ?? 0;
    const last = this.#last.get(caller.name);
    let refusal: unknown;
    for (const mode of last ? lastFirst(last) : impersonationModes) {
      const authorizer = this.#counting(mode);
      if (!mode.applies({ ...attempt, authorizer })) continue;
      try {
        const user = mode.check({ ...attempt, authorizer });
        this.#remember(caller.name, mode);
        this.#metrics?.attempt({ mode: metricNameOf(mode), allowed: true, startedMs });
        return { user, constraint: mode.verb === "impersonate" ? undefined : mode.verb };
      } catch (error) {
        refusal ??= error;
      }
    }
    this.#metrics?.attempt({ mode: "", allowed: false, startedMs });
    throw refusal;
  }

  /** The authorizer, whose answers are counted as the mode's. */
  #counting(mode: ImpersonationMode): Authorizer {
    const [authorizer, metrics] = [this.#authorizer, this.#metrics];
    if (!metrics) return authorizer;
    return {
      authorize(user, attributes) {
        const startedMs = metrics.nowMs();
        const decision = authorizer.authorize(user, attributes);
        const { allowed } = decision;
        metrics.authorization({ mode: metricNameOf(mode), allowed, startedMs });
        return decision;
      },
    };
  }

  #remember(caller: string, mode: ImpersonationMode): void {
    if (this.#last.size >= callersMax) this.#last.clear();
    this.#last.set(caller, mode);
  }
}

function lastFirst(last: ImpersonationMode): readonly ImpersonationMode[] {
  return [last, ...impersonationModes.filter((mode) => mode !== last)];
}

/** `impersonate:user-info` is counted as user-info, the plain verb as legacy. */
function metricNameOf({ verb }: ImpersonationMode): string {
  return verb === "impersonate" ? "legacy" : verb.slice("impersonate:".length);
}

function asksForAnother(headers: Readonly<Record<string, string>>): boolean {
  for (const name in headers) if (name.startsWith("impersonate-")) return true;
  return false;
}

/** Several values of a header are separated by line feeds. */
function wantedUser(headers: Readonly<Record<string, string>>): WantedUser | undefined {
  const values = (name: string) => headers[name]?.split("\n") ?? [];
  const extra = new Map<string, readonly string[]>();
  for (const header of Object.keys(headers)) {
    if (!header.startsWith(extraPrefix)) continue;
    const key = unescaped(header.slice(extraPrefix.length));
    extra.set(key, [...(extra.get(key) ?? []), ...values(header)]);
  }
  const wanted: WantedUser = {
    name: values("impersonate-user")[0] ?? "",
    uid: values("impersonate-uid")[0] ?? "",
    groups: values("impersonate-group"),
    extra,
  };
  if (wanted.name !== "") return wanted;
  if (wanted.uid === "" && wanted.groups.length === 0 && extra.size === 0) return undefined;
  throw badRequest(`requested ${goText(wanted)} without impersonating a user name`);
}

/** Keys may hold characters that header names may not; they come percent-encoded. */
function unescaped(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}

/** As Go's %#v prints a *user.DefaultInfo. */
function goText({ name, uid, groups, extra }: WantedUser): string {
  const list = (values: readonly string[]) => `[]string{${values.map(quote).join(", ")}}`;
  const pairs = [...extra.keys()]
    .sort()
    .map((key) => `${quote(key)}:${list(extra.get(key) ?? [])}`)
    .join(", ");
  const shownGroups = groups.length === 0 ? "[]string(nil)" : list(groups);
  const shownExtra =
    extra.size === 0 ? "map[string][]string(nil)" : `map[string][]string{${pairs}}`;
  return `&user.DefaultInfo{Name:${quote(name)}, UID:${quote(uid)}, Groups:${shownGroups}, Extra:${shownExtra}}`;
}
