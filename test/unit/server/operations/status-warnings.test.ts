/** The Warning header of writes to subresources: each has its own strategy's warnings (pkg/registry, WarningsOnUpdate). */
import { afterAll, beforeAll, expect, test } from "vitest";
import { startApiOnly, type ApiOnly } from "../../../fixtures/api-only.ts";

const services = "/api/v1/namespaces/default/services";
const pods = "/api/v1/namespaces/default/pods";
const merge = { "content-type": "application/merge-patch+json" };

let api: ApiOnly;
beforeAll(async () => {
  api = await startApiOnly();
  await api.call("POST", "/api/v1/nodes", { metadata: { name: "n1" } });
  await api.call("POST", services, {
    metadata: { name: "web" },
    spec: { type: "LoadBalancer", externalIPs: ["1.2.3.4"], ports: [{ port: 80 }] },
  });
  await api.call("POST", pods, {
    metadata: { name: "web" },
    spec: {
      nodeSelector: { "beta.kubernetes.io/os": "linux" },
      containers: [{ name: "main", image: "nginx" }],
    },
  });
});
afterAll(() => api.stop());

async function warningsOf(path: string, patch: object): Promise<string> {
  const { status, headers, body } = await api.call("PATCH", path, patch, merge);
  expect(status, body.message).toBe(200);
  return headers.get("warning") ?? "";
}

test("a Service's spec is doubted when it is written, not when its status is", async () => {
  const label = { metadata: { labels: { a: "b" } } };
  expect(await warningsOf(`${services}/web`, label)).toContain("spec.externalIPs is deprecated");
  expect(await warningsOf(`${services}/web/status`, label)).toBe("");
});

test("a Service's status is doubted for the addresses in it", async () => {
  const status = { loadBalancer: { ingress: [{ ip: "2001:DB8::1" }] } };
  const warning = await warningsOf(`${services}/web/status`, { status });
  expect(warning).toContain("status.loadBalancer.ingress[0]: IPv6 address");
  expect(warning).not.toContain("externalIPs");
});

test("a binding of a doubtful Pod is not doubtful", async () => {
  const answer = await api.call("POST", `${pods}/web/binding`, {
    metadata: { name: "web" },
    target: { kind: "Node", name: "n1" },
  });
  expect(answer.status).toBe(201);
  expect(answer.headers.get("warning")).toBeNull();
});
