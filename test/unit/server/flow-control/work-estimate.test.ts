/**
 * How many seats requests take: rows of apiserver's own tables (pkg/util/flowcontrol/request/width_test.go, list_work_estimator_test.go).
 * Where those read from etcd because no consistent reads are there, the rows here ask for an exact revision.
 */
import { expect, test } from "vitest";
import { WorkEstimator } from "../../../../src/server/flow-control/work-estimate.ts";
import { parseRequestInfo } from "../../../../src/server/request-info.ts";

interface Row {
  readonly what: string;
  readonly uri: string;
  readonly method?: string;
  /** Undefined: nothing is known of them. */
  readonly objects?: readonly [count: number, bytesAverage: number];
  readonly watches?: number;
  readonly seatsMax?: number;
  readonly initial: number;
  readonly final?: number;
  readonly latencyMs?: number;
}

const events = "/apis/foo.bar/v1/events";
const exact = "resourceVersion=1&resourceVersionMatch=Exact";
const foo = "/apis/foo.bar/v1/foos/myfoo";
const big: readonly [number, number] = [799, 10_000];
const rows: readonly Row[] = [
  { what: "a path", uri: "/apis/", initial: 1 },
  { what: "a GET", uri: foo, objects: big, initial: 1 },
  { what: "a limit that is none", uri: `${events}?limit=invalid`, objects: big, initial: 100 },
  {
    what: "from storage",
    uri: `${events}?limit=399&resourceVersion=1`,
    objects: [699, 10_000],
    initial: 40,
  },
  {
    what: "from cache, capped",
    uri: `${events}?resourceVersion=1`,
    objects: [699, 10_000],
    initial: 10,
  },
  { what: "from cache", uri: `${events}?resourceVersion=1`, objects: [69, 10_000], initial: 7 },
  { what: "newest, from cache", uri: events, objects: [69, 10_000], initial: 7 },
  { what: "newest in pages", uri: `${events}?limit=20`, objects: [399, 10_000], initial: 2 },
  {
    what: "going on",
    uri: `${events}?continue=token&limit=399`,
    objects: [699, 10_000],
    initial: 40,
  },
  {
    what: "any, in pages, capped",
    uri: `${events}?limit=299&resourceVersion=0`,
    objects: [399, 10_000],
    initial: 10,
  },
  {
    what: "any, in small pages",
    uri: `${events}?limit=20&resourceVersion=0`,
    objects: [399, 10_000],
    initial: 2,
  },
  { what: "any, capped", uri: `${events}?resourceVersion=0`, objects: big, initial: 10 },
  { what: "any", uri: `${events}?resourceVersion=0`, objects: [79, 10_000], initial: 8 },
  {
    what: "exactly, in pages",
    uri: `${events}?${exact}&limit=399`,
    objects: [699, 10_000],
    initial: 40,
  },
  {
    what: "not older, capped",
    uri: `${events}?resourceVersion=1&resourceVersionMatch=NotOlderThan`,
    objects: big,
    initial: 10,
  },
  {
    what: "not older",
    uri: `${events}?resourceVersion=1&resourceVersionMatch=NotOlderThan`,
    objects: [79, 10_000],
    initial: 8,
  },
  {
    what: "more than its level lets it",
    uri: `${events}?${exact}`,
    objects: [5000, 10_000],
    seatsMax: 20,
    initial: 20,
  },
  {
    what: "more than any may",
    uri: `${events}?${exact}`,
    objects: [5000, 10_000],
    seatsMax: 200,
    initial: 100,
  },
  {
    what: "a match that is none",
    uri: `${events}?resourceVersionMatch=foo`,
    objects: [200, 10_000],
    initial: 20,
  },
  { what: "objects nobody knows", uri: events, initial: 1 },
  { what: "no objects", uri: `${events}?${exact}`, objects: [0, 0], initial: 1 },
  {
    what: "objects of a size nobody knows",
    uri: `${events}?${exact}`,
    objects: [1, 0],
    initial: 15,
  },
  {
    what: "such objects from cache",
    uri: `${events}?resourceVersion=0&limit=499`,
    objects: [1, 0],
    initial: 10,
  },
  {
    what: "one by name",
    uri: `${events}?fieldSelector=metadata.name%3Dtest&${exact}`,
    objects: [799, 200_000],
    initial: 2,
  },
  {
    what: "a large one by name",
    uri: `${events}?fieldSelector=metadata.name%3Dtest&${exact}`,
    objects: [799, 1_500_000],
    initial: 15,
  },
  {
    what: "a large one by name from cache",
    uri: `${events}?fieldSelector=metadata.name%3Dtest&limit=500&resourceVersion=0`,
    objects: [799, 1_500_000],
    initial: 10,
  },
  {
    what: "a selector",
    uri: `${events}?labelSelector=app%3Dtest&${exact}`,
    objects: big,
    initial: 80,
  },
  {
    what: "a selector, in small pages",
    uri: `${events}?labelSelector=app%3Dtest&limit=49&${exact}`,
    objects: big,
    initial: 40,
  },
  {
    what: "a selector, in large pages",
    uri: `${events}?labelSelector=app%3Dtest&limit=699&${exact}`,
    objects: big,
    initial: 70,
  },
  {
    what: "a selector from cache",
    uri: `${events}?resourceVersion=0&labelSelector=app%3Dtest&limit=29`,
    objects: big,
    initial: 3,
  },
  {
    what: "a watch of all there is",
    uri: `${events}?watch=true`,
    objects: [799, 1000],
    initial: 8,
  },
  {
    what: "a watch of all there is, from any",
    uri: `${events}?watch=true&sendInitialEvents=false&resourceVersion=0`,
    objects: [799, 1000],
    initial: 8,
  },
  {
    what: "a watch of what comes",
    uri: `${events}?watch=true&resourceVersion=1`,
    objects: [799, 1000],
    initial: 1,
  },
  {
    what: "a WatchList",
    uri: `${events}?watch=true&sendInitialEvents=true&resourceVersion=1`,
    objects: [799, 1000],
    initial: 8,
  },
  { what: "a create nobody watches", uri: "/apis/foo.bar/v1/foos", method: "POST", initial: 1 },
  {
    what: "a create few watch",
    uri: "/apis/foo.bar/v1/foos",
    method: "POST",
    watches: 5,
    initial: 1,
  },
  {
    what: "a create that is watched",
    uri: "/apis/foo.bar/v1/foos",
    method: "POST",
    watches: 29,
    initial: 1,
    final: 3,
    latencyMs: 5,
  },
  {
    what: "a create many watch",
    uri: "/apis/foo.bar/v1/foos",
    method: "POST",
    watches: 199,
    initial: 1,
    final: 10,
    latencyMs: 10,
  },
  { what: "an update", uri: foo, method: "PUT", watches: 29, initial: 1, final: 3, latencyMs: 5 },
  { what: "a patch", uri: foo, method: "PATCH", watches: 29, initial: 1, final: 3, latencyMs: 5 },
  {
    what: "a patch at a small level",
    uri: foo,
    method: "PATCH",
    watches: 100,
    seatsMax: 5,
    initial: 1,
    final: 5,
    latencyMs: 10,
  },
  { what: "a delete", uri: foo, method: "DELETE", watches: 29, initial: 1, final: 3, latencyMs: 5 },
  {
    what: "a delete of all",
    uri: "/apis/foo.bar/v1/foos",
    method: "DELETE",
    watches: 29,
    initial: 1,
  },
  {
    what: "a token",
    uri: "/api/v1/namespaces/foo/serviceaccounts/default/token",
    method: "POST",
    watches: 5777,
    initial: 1,
  },
  {
    what: "a service account",
    uri: "/api/v1/namespaces/foo/serviceaccounts",
    method: "POST",
    watches: 1000,
    seatsMax: 20,
    initial: 1,
    final: 10,
    latencyMs: 50,
  },
];

test.each(rows)(
  "$what: $uri",
  ({ uri, method = "GET", objects, watches = 0, seatsMax = 0, ...expected }) => {
    const url = new URL(uri, "http://server");
    const info = parseRequestInfo(method, url.pathname, url.searchParams);
    const estimator = new WorkEstimator({
      objects: () => objects && { count: objects[0], bytesAverage: objects[1] },
      watches: () => watches,
    });
    const estimate = estimator.estimate(
      info,
      { query: url.searchParams },
      {
        level: { limits: { requestSeatsMax: seatsMax } },
        counts: { watches: { observe: () => undefined } },
      },
    );
    const { initial, final = 0, latencyMs = 0 } = expected;
    expect(estimate).toMatchObject({
      initialSeats: initial,
      finalSeats: final,
      additionalLatencyMs: latencyMs,
      maxSeats: Math.max(initial, final),
    });
  },
);
