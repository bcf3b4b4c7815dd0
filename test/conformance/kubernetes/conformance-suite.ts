/**
 * What the conformance files stand on: a whole cluster of simulated nodes reached through its HTTP API, a namespace for each
 * test, and the list of texts that are not run. Tests carry the `testname` of Kubernetes' test/conformance/testdata/conformance.yaml,
 * in that file's order.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSimulatedHost, type SimulatedHost } from "../../../src/host/simulated.ts";
import { type Cluster, createCluster } from "../../../src/index.ts";
import { type AnyBody, type Answer, apiCaller, type Call } from "../../fixtures/api-call.ts";
import { eventually } from "../../fixtures/eventually.ts";

/** How far a virtual clock is turned between two looks. */
const virtualStepMs = 500;

export interface WatchEvent {
  readonly type: string;
  readonly object: AnyBody;
}

const patchTypes = {
  merge: "application/merge-patch+json",
  strategic: "application/strategic-merge-patch+json",
  json: "application/json-patch+json",
} as const;

/** One test's view of the cluster: its namespace, and requests that must succeed or must not. */
export class ConformanceApi {
  readonly cluster: Cluster;
  /** Exists, with its default ServiceAccount; no other test uses it. */
  readonly namespace: string;
  readonly call: Call;
  readonly #watchers: Watcher[] = [];
  readonly #host: SimulatedHost | undefined;

  /** `host`: whose clock is turned while something is waited for; the real one without it. */
  constructor(cluster: Cluster, namespace: string, host?: SimulatedHost) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.#host = host;
    this.call = apiCaller(() => cluster);
  }

  /** `/api/v1/namespaces/NS/pods` for `v1/pods`, `/apis/apps/v1/namespaces/NS/deployments/x` for `apps/v1/deployments/x`. */
  path(resourcePath: string, namespace = this.namespace): string {
    const parts = resourcePath.split("/");
    const core = parts[0] === "v1";
    const root = core ? "/api/v1" : `/apis/${parts.slice(0, 2).join("/")}`;
    return `${root}/namespaces/${namespace}/${parts.slice(core ? 1 : 2).join("/")}`;
  }

  get(path: string): Promise<AnyBody> {
    return this.#ok("GET", path);
  }

  post(path: string, body: unknown): Promise<AnyBody> {
    return this.#ok("POST", path, body);
  }

  put(path: string, body: unknown): Promise<AnyBody> {
    return this.#ok("PUT", path, body);
  }

  patch(
    path: string,
    body: unknown,
    type: keyof typeof patchTypes = "strategic",
  ): Promise<AnyBody> {
    return this.#ok("PATCH", path, body, { "content-type": patchTypes[type] });
  }

  delete(path: string, options?: unknown): Promise<AnyBody> {
    return this.#ok("DELETE", path, options);
  }

  /** Reads, changes and writes back, again after each conflict, as client-go's RetryOnConflict does. */
  async update(path: string, change: (object: AnyBody) => object): Promise<AnyBody> {
    for (;;) {
      const { status, body } = await this.call("PUT", path, change(await this.get(path)));
      if (status === 409) continue;
      expect(status, body.message).toBe(200);
      return body;
    }
  }

  /** The Status of a request that must fail. */
  async refused(method: string, path: string, body?: unknown, patch?: keyof typeof patchTypes) {
    const headers = patch ? { "content-type": patchTypes[patch] } : {};
    const answer = await this.call(method, path, body, headers);
    expect(answer.status, `${method} ${path} was to fail`).toBeGreaterThanOrEqual(400);
    expect(answer.body.kind).toBe("Status");
    return answer.body;
  }

  async expectGone(path: string): Promise<void> {
    await this.eventually(async () => {
      expect((await this.call("GET", path)).body.reason).toBe("NotFound");
    });
  }

  /** Polls an object until `check` finds nothing wrong with it. */
  async until(
    path: string,
    check: (object: AnyBody) => void | Promise<void>,
    withinMs?: number,
  ): Promise<AnyBody> {
    return this.eventually(async () => {
      const object = await this.get(path);
      await check(object);
      return object;
    }, withinMs);
  }

  /** What `check` gives once it does not throw any more: within 8 s, or on a virtual clock within 5 minutes of its time. */
  async eventually<T>(check: () => Promise<T>, withinMs?: number): Promise<T> {
    const host = this.#host;
    if (!host) return eventually(check, { everyMs: 10, withinMs: withinMs ?? 8000 });
    for (let leftMs = withinMs ?? 300_000; ; leftMs -= virtualStepMs) {
      await host.settle();
      try {
        return await check();
      } catch (error) {
        if (leftMs <= 0) throw error;
      }
      await host.advance(virtualStepMs);
    }
  }

  /** Lets virtual time pass; only on a virtual clock. */
  async advance(ms: number): Promise<void> {
    if (!this.#host) throw new Error("this text runs on the real clock");
    await this.#host.advance(ms);
  }

  /** Creates a Pod in the test's namespace and waits until it runs. */
  async runPod(pod: object): Promise<AnyBody> {
    const { metadata } = await this.post(this.path("v1/pods"), pod);
    return this.until(this.path(`v1/pods/${metadata.name}`), ({ status }) =>
      expect(status.phase).toBe("Running"),
    );
  }

  /** What a finished Pod's only container printed. */
  async outputOf(pod: object): Promise<string> {
    const { metadata } = await this.post(this.path("v1/pods"), pod);
    const path = this.path(`v1/pods/${metadata.name}`);
    await this.until(path, ({ status }) => expect(status.phase).toBe("Succeeded"));
    return (await this.cluster.fetch(`${path}/log`)).text();
  }

  async watch(path: string): Promise<Watcher> {
    const joint = path.includes("?") ? "&" : "?";
    const response = await this.cluster.fetch(`${path}${joint}watch=true`);
    expect(response.status).toBe(200);
    const watcher = new Watcher(response);
    this.#watchers.push(watcher);
    return watcher;
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#watchers.map((watcher) => watcher.close()));
  }

  async #ok(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<AnyBody> {
    const answer: Answer = await this.call(method, path, body, headers);
    if (answer.status >= 300)
      throw new Error(`${method} ${path}: ${answer.status} ${answer.body.message}`);
    return answer.body;
  }
}

/** An open watch, read event by event. */
export class Watcher {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #decoder = new TextDecoder();
  #text = "";

  constructor(response: Response) {
    if (!response.body) throw new Error("a watch without a body");
    this.#reader = response.body.getReader();
  }

  async next(): Promise<WatchEvent> {
    for (;;) {
      const end = this.#text.indexOf("\n");
      if (end >= 0) {
        const line = this.#text.slice(0, end);
        this.#text = this.#text.slice(end + 1);
        return JSON.parse(line) as WatchEvent;
      }
      const { done, value } = await this.#reader.read();
      if (done) throw new Error("the watch ended");
      this.#text += this.#decoder.decode(value, { stream: true });
    }
  }

  /** The next event that is wanted; those before it are passed over. */
  async until(wanted: (event: WatchEvent) => boolean): Promise<WatchEvent> {
    for (;;) {
      const event = await this.next();
      if (wanted(event)) return event;
    }
  }

  async close(): Promise<void> {
    await this.#reader.cancel();
  }
}

export interface ConformanceSuite {
  /** One conformance text; `testname` as conformance.yaml has it. */
  test(testname: string, run: (api: ConformanceApi) => Promise<void>): void;
}

/** The texts of one SIG, on one cluster of two simulated nodes; on a virtual clock those that take their time. */
export function describeConformance(
  sig: string,
  texts: (suite: ConformanceSuite) => void,
  { clock = "real" }: { readonly clock?: "real" | "virtual" } = {},
): void {
  describe(`[${sig}]`, () => {
    let cluster: Cluster;
    let host: SimulatedHost | undefined;
    let count = 0;
    beforeAll(async () => {
      host = clock === "virtual" ? createSimulatedHost() : undefined;
      cluster = await createCluster({ nodes: 2, ...(host ? { host } : {}) });
    });
    afterAll(() => cluster.stop());
    texts({
      test(testname, run) {
        const namespace = `${sig.slice("sig-".length)}-${++count}`;
        test(testname, async () => {
          const api = new ConformanceApi(cluster, namespace, host);
          await api.post("/api/v1/namespaces", { metadata: { name: namespace } });
          await api.until(api.path("v1/serviceaccounts/default"), () => undefined);
          try {
            await run(api);
          } finally {
            await api.dispose();
            await api.delete(`/api/v1/namespaces/${namespace}`);
          }
        });
      },
    });
  });
}

/** The texts that are not run: reason -> testnames. Each is reported as skipped, with its reason. */
export function describeNotRun(
  sig: string,
  reasons: Readonly<Record<string, readonly string[]>>,
): void {
  describe(`[${sig}]`, () => {
    for (const [reason, names] of Object.entries(reasons)) {
      for (const name of names) test(name, ({ skip }) => skip(reason));
    }
  });
}
