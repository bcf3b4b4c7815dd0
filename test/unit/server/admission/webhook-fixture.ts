/** A server for the tests of admission webhooks, over a port that answers in the process. */
import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import {
  OutboundError,
  type Outbound,
  type OutboundRequest,
  type OutboundTarget,
} from "../../../../src/server/outbound/outbound.ts";
import { startApiOnly, type Answer, type ApiOnly, type Body } from "../../../fixtures/api-only.ts";

export const registration = "/apis/admissionregistration.k8s.io/v1";
export type Handler = (review: Body, target: OutboundTarget) => unknown;

/** What webhooks answer, by path; a string is sent as it stands. */
export const handlers = new Map<string, Handler>();
export const calls: {
  path: string;
  review: Body;
  target: OutboundTarget;
  request: OutboundRequest;
}[] = [];

const port: Outbound = {
  async request(target, request) {
    const review = JSON.parse(new TextDecoder().decode(request.body));
    const path = request.path.split("?")[0] ?? "";
    calls.push({ path, review, target, request });
    const handler = handlers.get(path);
    if (!handler) {
      throw new OutboundError("refused", "dial tcp 127.0.0.1:9: connect: connection refused");
    }
    const answer = await handler(review, target);
    const status = path === "/teapot" ? 418 : path === "/broken" ? 500 : 200;
    const text = typeof answer === "string" ? answer : JSON.stringify(answer);
    return { status, headers: {}, body: new Response(text).body as ReadableStream<Uint8Array> };
  },
  upgrade: () => Promise.reject(new OutboundError("failed", "not part of this double")),
  close: () => undefined,
};

export let api: ApiOnly;
export let namespace = "";
let count = 0;

/** Starts one server for the tests of a file; each test has its own namespace and no webhooks yet. */
export function webhookServer(): void {
  beforeAll(async () => {
    api = await startApiOnly({ outbound: port });
  });
  afterAll(() => api.stop());
  beforeEach(async () => {
    handlers.clear();
    calls.length = 0;
    for (const resource of ["validatingwebhookconfigurations", "mutatingwebhookconfigurations"]) {
      await api.call("DELETE", `${registration}/${resource}`);
    }
    namespace = `hook-${++count}`;
    await created("/api/v1/namespaces", { metadata: { name: namespace } });
  });
}

async function created(path: string, body: unknown): Promise<Answer> {
  const answer = await api.call("POST", path, body);
  expect(answer.body.message ?? "").toBe("");
  return answer;
}

export const rules = [
  {
    apiGroups: [""],
    apiVersions: ["v1"],
    operations: ["CREATE", "UPDATE", "DELETE"],
    resources: ["configmaps"],
  },
];

export async function configured(
  kind: "Validating" | "Mutating",
  ...webhooks: readonly object[]
): Promise<void> {
  await created(`${registration}/${kind.toLowerCase()}webhookconfigurations`, {
    metadata: { name: `${kind.toLowerCase()}-${namespace}` },
    webhooks: webhooks.map((webhook) => ({
      name: "hook.example.com",
      admissionReviewVersions: ["v1"],
      sideEffects: "None",
      clientConfig: { url: "https://127.0.0.1:9/hook" },
      rules,
      ...webhook,
    })),
  });
}

export const says = (response: object) => (review: Body) => ({
  apiVersion: "admission.k8s.io/v1",
  kind: "AdmissionReview",
  response: { uid: review.request.uid, ...response },
});
export const patches = (...patch: readonly object[]) =>
  says({ allowed: true, patchType: "JSONPatch", patch: btoa(JSON.stringify(patch)) });
export const configMap = (name: string, data?: Record<string, string>) => ({
  metadata: { name },
  ...(data ? { data } : {}),
});
export const post = (body: object, query = "") =>
  api.call("POST", `/api/v1/namespaces/${namespace}/configmaps${query}`, body);
