/** An API server with ways to apply, patch and read, and its answers in short, for the scenarios of test/integration/apiserver/apply. */
import { afterAll, beforeAll } from "vitest";
import { startApiOnly, type Answer, type ApiOnly, type Body } from "../../../fixtures/api-only.ts";

export type { Answer, Body };

const core = "/api/v1/namespaces/default";
const apps = "/apis/apps/v1/namespaces/default";

/** The paths of what the scenarios write to. */
export const paths = {
  pod: (name: string): string => `${core}/pods/${name}`,
  configMap: (name: string): string => `${core}/configmaps/${name}`,
  deployment: (name: string): string => `${apps}/deployments/${name}`,
};

export class Applier {
  readonly api: ApiOnly;

  constructor(api: ApiOnly) {
    this.api = api;
  }

  /** `more`: further parameters, `&force=true`. */
  apply(path: string, manager: string, body: unknown, more = ""): Promise<Answer> {
    const headers = { "content-type": "application/apply-patch+yaml" };
    return this.api.call("PATCH", `${path}?fieldManager=${manager}${more}`, body, headers);
  }

  patch(
    path: string,
    type: "json" | "merge" | "strategic-merge",
    body: unknown,
    more = "",
  ): Promise<Answer> {
    const headers = { "content-type": `application/${type}-patch+json` };
    return this.api.call("PATCH", `${path}?${more}`, body, headers);
  }

  put(path: string, body: unknown, manager = "updater"): Promise<Answer> {
    return this.api.call("PUT", `${path}?fieldManager=${manager}`, body);
  }

  async get(path: string): Promise<Body> {
    return (await this.api.call("GET", path)).body;
  }

  /** Lets seconds pass, so that times differ. */
  wait(seconds = 2): Promise<void> {
    return this.api.host.advance(seconds * 1000);
  }
}

/** A server for the file's tests. */
export function useApplier(): () => Applier {
  let applier: Applier | undefined;
  beforeAll(async () => {
    applier = new Applier(await startApiOnly());
  });
  afterAll(() => applier?.api.stop());
  return () => {
    if (applier === undefined) throw new Error("not started yet");
    return applier;
  };
}

/** `manager operation apiVersion subresource`, as far as there is any, and the fields. */
export function owners(object: Body): Record<string, unknown> {
  const entries: Body[] = object.metadata.managedFields ?? [];
  return Object.fromEntries(
    entries.map((entry) => [
      [entry.manager, entry.operation, entry.apiVersion, entry.subresource]
        .filter(Boolean)
        .join(" "),
      entry.fieldsV1,
    ]),
  );
}

export const pod = (name: string, more: object = {}): Body => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name },
  spec: { containers: [{ name: "test-container-a", image: "test-image-one" }] },
  ...more,
});

export const configMap = (name: string, more: object = {}): Body => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, namespace: "default" },
  ...more,
});

/** A Deployment; `spec` and `podSpec` are added to its own. */
export const deployment = (name: string, spec: object = {}, podSpec: object = {}): Body => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name },
  spec: {
    selector: { matchLabels: { app: "nginx" } },
    template: {
      metadata: { labels: { app: "nginx" } },
      spec: { containers: [{ name: "nginx", image: "nginx:latest" }], ...podSpec },
    },
    ...spec,
  },
});
