/** What requests mean, and what was found out about them: clients ask for the same again and again. */
import type { FlowMemory } from "./flow-control/flow-control.ts";
import type { ResolvedTarget } from "./http/resolve.ts";
import type { AccessMemory } from "./auth/request-access.ts";
import type { ApiRequest } from "./message.ts";
import type { CountedRequests } from "./metrics/request-metrics.ts";
import { parseRequestInfo, type RequestInfo } from "./request-info.ts";

/**
 * A method and path, with a place for what each part of the server has found out about it. Every finding stands beside what it
 * follows from, and counts only as long as that is the very same: nobody has to be told of a change.
 */
export class KnownRequest implements FlowMemory, AccessMemory {
  readonly info: RequestInfo;
  counted: CountedRequests | undefined = undefined;
  flow: FlowMemory["flow"] = undefined;
  flowOf: FlowMemory["flowOf"] = undefined;
  flowAmong: FlowMemory["flowAmong"] = undefined;
  allowedTo: AccessMemory["allowedTo"] = undefined;
  allowedBy: AccessMemory["allowedBy"] = undefined;
  target: ResolvedTarget | undefined = undefined;
  targetAmong: unknown = undefined;

  constructor(info: RequestInfo) {
    this.info = info;
  }
}

const rememberedMax = 2000;

/** Requests of one server. A query may mean anything, hence only those without one are remembered. */
export class KnownRequests {
  readonly #resources: () => unknown;
  #among: unknown;
  readonly #byMethod = new Map<string, Map<string, KnownRequest>>();

  /** `resources` gives what requests are resolved among: another value with every change. */
  constructor(resources: () => unknown) {
    this.#resources = resources;
  }

  of(request: ApiRequest): KnownRequest {
    const { method, path } = request;
    const among = this.#resources();
    if (among !== this.#among) {
      // What was found among others counts no longer, and would hold the schemas of resources that are gone.
      this.#byMethod.clear();
      this.#among = among;
    }
    if (request.search !== "")
      return new KnownRequest(parseRequestInfo(method, path, request.query));
    let byPath = this.#byMethod.get(method);
    if (!byPath) {
      // Methods are few, but anybody may make one up.
      if (this.#byMethod.size >= 10) this.#byMethod.clear();
      this.#byMethod.set(method, (byPath = new Map<string, KnownRequest>()));
    }
    const known = byPath.get(path);
    if (known) return known;
    const found = new KnownRequest(parseRequestInfo(method, path, request.query));
    if (byPath.size >= rememberedMax) byPath.clear();
    byPath.set(path, found);
    return found;
  }
}
