/** What the API server counts of who asks: apiserver's pkg/endpoints/filters and pkg/authentication/request/x509. */
import { describe, expect, test } from "vitest";
import { metricsDocument } from "../../../../src/api/prometheus.ts";
import { AuthMetrics } from "../../../../src/server/metrics/auth-metrics.ts";
import { startApiOnly } from "../../../fixtures/api-only.ts";
import { readMetrics } from "./text-format.ts";

const user = (name: string) => ({ name, groups: ["system:authenticated"] });
const nobody = { allowed: 0, refused: 0 };

function read(metrics: AuthMetrics, authorized = nobody) {
  const families = readMetrics(metricsDocument(metrics.families(authorized)));
  return (name: string): Record<string, number> =>
    Object.fromEntries(
      (families.get(name)?.samples ?? []).map(({ name: full, labels, value }) => [
        [full.slice(name.length), ...Object.values(labels)].filter(Boolean).join(" "),
        value,
      ]),
    );
}

describe("users", () => {
  test("are few labels, whoever they are", () => {
    const metrics = new AuthMetrics({ nowMs: () => 0 });
    for (const name of ["admin", "kubelet", "jane", "joe", "a@example.com", "b@example.com"]) {
      metrics.succeeded(user(name));
    }
    const admin = user("admin");
    metrics.succeeded(admin);
    metrics.succeeded(admin);
    metrics.failed();
    const of = read(metrics, { allowed: 3, refused: 2 });
    expect(of("authenticated_user_requests")).toEqual({
      admin: 3,
      kubelet: 1,
      other: 2,
      email_id: 2,
    });
    expect(of("authentication_attempts")).toEqual({ success: 8, failure: 1 });
    expect(of("authorization_attempts_total")).toEqual({ allowed: 3, "no-opinion": 2 });
  });
});

test("certificates are counted by what they have left when they are shown", () => {
  let nowMs = 0;
  const metrics = new AuthMetrics({ nowMs: () => nowMs });
  const day = metrics.certificate(86_400_000 + 5000);
  const same = metrics.certificate(86_400_000 + 5000);
  day.requests += 2;
  same.requests += 1;
  metrics.certificate(1000).requests += 1;
  const name = "apiserver_client_certificate_expiration_seconds";
  expect(read(metrics)(name)).toMatchObject({
    "_bucket 0": 0,
    "_bucket 1800": 1,
    "_bucket 86400": 1,
    "_bucket 172800": 4,
    _count: 4,
  });
  nowMs = 10_000;
  day.requests += 1;
  expect(read(metrics)(name)).toMatchObject({ "_bucket 86400": 2, "_bucket 172800": 5, _count: 5 });
});

test("a server counts those whom it knows, and those whom it does not", async () => {
  const api = await startApiOnly();
  const ask = async (peer: object, headers: Record<string, string> = {}) =>
    (
      await api.server.handle({
        method: "GET",
        path: "/api/v1/namespaces/default/pods/none",
        query: new URLSearchParams(),
        search: "",
        headers,
        peer,
        signal: new AbortController().signal,
      })
    ).status;
  const certificate = {
    commonName: "jane",
    organizations: [],
    expiresMs: api.host.clock.nowMs() + 3_600_000,
  };
  expect(await ask({ certificate })).toBe(403);
  expect(await ask({ certificate: { ...certificate, organizations: ["system:masters"] } })).toBe(
    404,
  );
  expect(await ask({}, { authorization: "Bearer none" })).toBe(401);
  const answer = await api.server.handle({
    method: "GET",
    path: "/metrics",
    query: new URLSearchParams(),
    search: "",
    headers: {},
    peer: { trusted: { name: "admin", groups: ["system:masters"] } },
    signal: new AbortController().signal,
  });
  const families = readMetrics(String(answer.body));
  const valueOf = (name: string, label: string) =>
    families.get(name)?.samples.find(({ labels }) => Object.values(labels).includes(label))?.value;
  expect(valueOf("authentication_attempts", "failure")).toBe(1);
  expect(valueOf("authentication_attempts", "success")).toBe(3);
  expect(valueOf("authenticated_user_requests", "admin")).toBe(1);
  expect(valueOf("authorization_attempts_total", "no-opinion")).toBe(1);
  const lifetimes = families.get("apiserver_client_certificate_expiration_seconds")?.samples ?? [];
  expect(lifetimes.find(({ name }) => name.endsWith("_count"))?.value).toBe(2);
  await api.stop();
});
