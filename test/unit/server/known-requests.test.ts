/** What is remembered of requests: for as long as the resources are the same, and no longer. */
import { expect, test } from "vitest";
import { KnownRequests } from "../../../src/server/known-requests.ts";
import type { ApiRequest } from "../../../src/server/message.ts";

const request = (path: string, search = ""): ApiRequest => ({
  method: "GET",
  path,
  search,
  query: new URLSearchParams(search),
  headers: {},
  peer: {},
  signal: new AbortController().signal,
});

test("the same request is known again, one with a query is not", () => {
  const resources = {};
  const requests = new KnownRequests(() => resources);
  const pods = requests.of(request("/api/v1/pods"));
  expect(requests.of(request("/api/v1/pods"))).toBe(pods);
  expect(requests.of(request("/api/v1/nodes"))).not.toBe(pods);
  const queried = requests.of(request("/api/v1/pods", "?limit=1"));
  expect(requests.of(request("/api/v1/pods", "?limit=1"))).not.toBe(queried);
});

test("nothing is known of a request once the resources are others: what it was resolved to may be gone", () => {
  let resources = {};
  const requests = new KnownRequests(() => resources);
  const widgets = requests.of(request("/apis/example.com/v1/widgets"));
  resources = {};
  requests.of(request("/api/v1/pods"));
  expect(requests.of(request("/apis/example.com/v1/widgets"))).not.toBe(widgets);
});
