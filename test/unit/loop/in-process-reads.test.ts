/** GET by path within the process, against a whole cluster. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { JsonObject } from "../../../src/api/json.ts";
import { StatusError } from "../../../src/api/status.ts";
import { createSimulatedHost } from "../../../src/host/simulated.ts";
import { createCluster, DEPLOYMENTS, type Cluster } from "../../../src/index.ts";
import type { ApiReads } from "../../../src/loop/api-reads.ts";
import { inProcessReads } from "../../../src/loop/in-process-reads.ts";
import type { ApiResponse, BodyStream } from "../../../src/server/message.ts";

let cluster: Cluster;
const encoder = new TextEncoder();

beforeAll(async () => {
  cluster = await createCluster({ host: createSimulatedHost({ seed: 3 }), nodes: 1 });
  const labels = { app: "web" };
  await cluster.client.create(DEPLOYMENTS, {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { namespace: "default", name: "web" },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: "a", image: "a" }] } },
    },
  });
});

afterAll(() => cluster.stop());

const user = { name: "system:kubarium", groups: ["system:masters"] };

/** What the cluster answers, by its fetch. */
const reads = (): ApiReads =>
  inProcessReads({
    client: cluster.client,
    user,
    async handle({ path, query }) {
      const response = await cluster.fetch(`${path}?${query.toString()}`);
      return { status: response.status, headers: {}, body: await response.text() };
    },
  });

const answering = (answer: Pick<ApiResponse, "status" | "body">): ApiReads =>
  inProcessReads({
    client: cluster.client,
    user,
    handle: (request) => {
      expect(request).toMatchObject({ method: "GET", peer: { trusted: user } });
      return Promise.resolve({ headers: {}, ...answer });
    },
  });

const failure = async (promise: Promise<JsonObject>) => {
  try {
    await promise;
  } catch (error) {
    if (error instanceof StatusError) return [error.code, error.message];
  }
  return undefined;
};

it("gives objects, subresources and lists by selector", async () => {
  const scale = await reads().get("/apis/apps/v1/namespaces/default/deployments/web/scale");
  expect(scale).toMatchObject({ kind: "Scale", spec: { replicas: 2 } });
  const path = "/apis/apps/v1/namespaces/default/deployments";
  const none = await reads().get(path, { labelSelector: "app=other" });
  expect(none).toMatchObject({ kind: "DeploymentList", items: [] });
});

it("knows what is served", () => {
  expect(reads().servedResources()).toContainEqual(DEPLOYMENTS);
});

it.each<readonly [string, string, number, string]>([
  [
    "an object that is not there",
    "/apis/apps/v1/namespaces/default/deployments/gone",
    404,
    'deployments.apps "gone" not found',
  ],
  ["a group that nobody serves", "/apis/nothing.example.com/v1/things", 404, "404 page not found"],
])("%s is an error with its words", async (_title, path, code, message) => {
  expect(await failure(reads().get(path))).toEqual([code, message]);
});

const streamOf = (...chunks: readonly (string | Uint8Array)[]): BodyStream => ({
  start(sink) {
    for (const chunk of chunks) sink.write(chunk);
    sink.end();
  },
});

it("reads bodies that are texts, bytes and streams", async () => {
  const text = '{"kind":"List","word":"è"}';
  const bytes = encoder.encode(text);
  const split = bytes.length - 3;
  for (const body of [text, bytes, streamOf(bytes.subarray(0, split), bytes.subarray(split))]) {
    const answer = await answering({ status: 200, body }).get("/x");
    expect(answer).toEqual({ kind: "List", word: "è" });
  }
});

it.each<readonly [string, ApiResponse["body"]]>([
  ["no body", undefined],
  ["a list", "[]"],
  ["no JSON", "{"],
  ["a stream that breaks off", { start: (sink) => sink.abort?.() }],
])("an answer with %s is an error, though it be 200", async (_title, body) => {
  expect((await failure(answering({ status: 200, body }).get("/x")))?.[0]).toBe(500);
});
