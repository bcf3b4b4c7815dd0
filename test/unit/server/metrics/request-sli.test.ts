/** apiserver_request_sli_duration_seconds: what the server itself takes (apiserver, pkg/endpoints/metrics). */
import { expect, test } from "vitest";
import { addLatency } from "../../../../src/server/audit/latencies.ts";
import { RequestMetrics } from "../../../../src/server/metrics/request-metrics.ts";
import { parseRequestInfo } from "../../../../src/server/request-info.ts";
import { readMetrics } from "./text-format.ts";

const path = "/api/v1/namespaces/default/pods";

test.each([
  ["POST", "mutating webhooks, the slowest validating one and the wait for a seat", 0.5],
  ["GET", "the wait for a seat alone", 0.75],
])("%s: without %s", (method, _, expected) => {
  const metrics = new RequestMetrics();
  const query = new URLSearchParams();
  const request = { search: "", query, headers: {} };
  addLatency(request, "mutating-webhook", 50);
  addLatency(request, "mutating-webhook", 100);
  addLatency(request, "validating-webhook", 100);
  addLatency(request, "validating-webhook", 10);
  const known = { info: parseRequestInfo(method, path, query), counted: undefined };
  const measured = { request, seconds: 1, waitedSeconds: 0.25 };
  metrics.answered(known, { status: 200, body: "{}" }, measured);
  const families = readMetrics(`${metrics.lines().join("\n")}\n`);
  const sumOf = (name: string) =>
    families.get(name)?.samples.find((sample) => sample.name === `${name}_sum`)?.value;
  expect(sumOf("apiserver_request_sli_duration_seconds")).toBe(expected);
  expect(sumOf("apiserver_request_duration_seconds")).toBe(1);
});
