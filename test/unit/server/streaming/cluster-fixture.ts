/** A whole cluster of simulated nodes for the tests of a file, and calls to its API. */
import { afterAll, beforeAll, expect } from "vitest";
import { type Cluster, createCluster, PODS } from "../../../../src/index.ts";
import type { PodSpec, PodStatus } from "../../../../src/api/generated/types.ts";
import { eventually } from "../../../fixtures/eventually.ts";

export const base = "/api/v1/namespaces/default";

/** What the answers of these tests may hold. */
interface Answer {
  readonly kind: string;
  readonly message: string;
  readonly items: readonly { readonly metadata: { readonly name: string } }[];
  readonly node: { readonly nodeName: string };
  readonly pods: readonly { readonly podRef: { readonly name: string } }[];
  readonly kubeletconfig: { readonly maxPods: number };
  readonly spec: PodSpec;
  readonly status: PodStatus;
}

/** Starts the cluster before the tests of a file and stops it after them. */
export function startCluster() {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await createCluster();
  });
  afterAll(() => cluster.stop());

  async function call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ) {
    const response = await cluster.fetch(
      new Request(`http://cluster${path}`, {
        method,
        redirect: "manual",
        headers: {
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: () => JSON.parse(text) as Answer,
    };
  }

  async function created(path: string, object: unknown): Promise<void> {
    await eventually(async () => {
      const { status, text } = await call("POST", `${base}/${path}`, object);
      if (status !== 201) throw new Error(text);
    });
  }

  async function running(name: string): Promise<void> {
    await eventually(async () => {
      const pod = await cluster.client.get(PODS, { namespace: "default", name });
      expect(pod.status?.phase).toBe("Running");
    });
  }

  return { call, created, running, cluster: () => cluster };
}
