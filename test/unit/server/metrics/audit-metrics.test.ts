/** What is counted of the audit log: apiserver's pkg/audit/metrics.go. */
import { expect, test } from "vitest";
import { metricsDocument } from "../../../../src/api/prometheus.ts";
import { parseAuditPolicy } from "../../../../src/server/audit/policy.ts";
import { startApiOnly } from "../../../fixtures/api-only.ts";
import { AuditMetrics } from "../../../../src/server/metrics/audit-metrics.ts";
import { readMetrics } from "./text-format.ts";

test("each event that is written counts, and each request by what the policy says of it", async () => {
  const lines: string[] = [];
  const policy = parseAuditPolicy(
    [
      "apiVersion: audit.k8s.io/v1",
      "kind: Policy",
      "omitStages: [RequestReceived]",
      "rules:",
      "- {level: None, nonResourceURLs: [/version, /metrics]}",
      "- {level: Metadata}",
    ].join("\n"),
  );
  const api = await startApiOnly({ audit: { policy, write: (line) => void lines.push(line) } });
  const written = lines.length;
  for (const path of ["/version", "/version", "/api/v1/namespaces/default", "/api/v1/nodes"]) {
    await api.call("GET", path);
  }
  expect(lines.length).toBe(written + 2);
  const families = readMetrics(String((await api.call("GET", "/metrics")).body));
  const valueOf = (name: string, level?: string) =>
    families.get(name)?.samples.find(({ labels }) => labels["level"] === level)?.value;
  expect(valueOf("apiserver_audit_event_total")).toBe(lines.length);
  // The one for the metrics themselves is the third.
  expect(valueOf("apiserver_audit_level_total", "None")).toBe(3);
  expect(valueOf("apiserver_audit_level_total", "Metadata")).toBeGreaterThanOrEqual(2);
  await api.stop();
});

test("without an audit log there are no events", () => {
  const families = readMetrics(metricsDocument(new AuditMetrics().families()));
  expect(families.get("apiserver_audit_event_total")?.samples[0]?.value).toBe(0);
  expect(families.has("apiserver_audit_level_total")).toBe(false);
});
