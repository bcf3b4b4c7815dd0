/** Who is told of what a request writes. Rows follow apiserver's watch_tracker_test.go. */
import { expect, test } from "vitest";
import { WatchCounts } from "../../../../src/server/flow-control/watch-counts.ts";
import { parseRequestInfo, type ResourceRequestInfo } from "../../../../src/server/request-info.ts";

const info = (method: string, uri: string): ResourceRequestInfo => {
  const url = new URL(uri, "http://server");
  return parseRequestInfo(method, url.pathname, url.searchParams) as ResourceRequestInfo;
};
const watch = (uri: string) => info("GET", `${uri}${uri.includes("?") ? "&" : "?"}watch=true`);

test("a write is told to those who watch all, its namespace, or the very object, for as long as they do", () => {
  const counts = new WatchCounts();
  const ends = [
    "/api/v1/configmaps",
    "/api/v1/configmaps?labelSelector=a",
    "/api/v1/namespaces/foo/configmaps",
    "/api/v1/namespaces/foo/configmaps?fieldSelector=metadata.name=bar",
    "/api/v1/namespaces/other/configmaps",
    "/apis/foo.bar/v1/configmaps",
  ].map((uri) => counts.begin(watch(uri)));
  const told = (method: string, uri: string) => counts.interested(info(method, uri));
  expect([
    told("POST", "/api/v1/namespaces/foo/configmaps"),
    told("PUT", "/api/v1/namespaces/foo/configmaps/bar"),
    told("PUT", "/api/v1/namespaces/foo/configmaps/baz"),
    told("DELETE", "/api/v1/namespaces/other/configmaps/bar"),
    told("POST", "/api/v1/namespaces/third/configmaps"),
    told("POST", "/api/v1/namespaces/foo/secrets"),
    told("POST", "/apis/foo.bar/v1/namespaces/foo/configmaps"),
  ]).toEqual([3, 4, 3, 3, 2, 0, 1]);
  for (const end of ends) end();
  expect(told("PUT", "/api/v1/namespaces/foo/configmaps/bar")).toBe(0);
});

test("kubelets, each of which sees the Pods of its own node, are not counted", () => {
  const counts = new WatchCounts();
  for (const node of ["a", "b", "c"]) {
    counts.begin(watch(`/api/v1/pods?fieldSelector=spec.nodeName=${node}`));
  }
  counts.begin(watch("/api/v1/pods?fieldSelector=spec.nodeName="));
  counts.begin(watch("/api/v1/pods?fieldSelector=status.phase=Running"));
  expect(counts.interested(info("POST", "/api/v1/namespaces/a/pods"))).toBe(2);
});

test("cluster-scoped objects are told of by name", () => {
  const counts = new WatchCounts();
  counts.begin(watch("/api/v1/nodes"));
  const end = counts.begin(watch("/api/v1/nodes?fieldSelector=metadata.name=a"));
  expect(counts.interested(info("PATCH", "/api/v1/nodes/a/status"))).toBe(2);
  end();
  expect(counts.interested(info("PATCH", "/api/v1/nodes/a/status"))).toBe(1);
});
