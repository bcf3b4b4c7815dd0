/** /healthz, /livez and /readyz as clients and probes read them (apiserver, pkg/server/healthz; the texts are its tests'). */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startApiOnly, type ApiOnly } from "../../fixtures/api-only.ts";

let api: ApiOnly;
let broken: string | undefined;
beforeEach(async () => {
  broken = undefined;
  api = await startApiOnly();
  api.server.addCheck("etcd", () => broken);
  api.server.addCheck("informer-sync", () => undefined);
});
afterEach(() => api.stop());

const get = async (path: string) => {
  const answer = await api.fetch(new Request(`http://kubarium${path}`));
  return [answer.status, await answer.text()] as const;
};

describe("the sum of all checks", () => {
  test.each([
    ["/healthz", "ok"],
    ["/livez?verbose", "[+]ping ok\n[+]log ok\n[+]etcd ok\nlivez check passed\n"],
    [
      "/readyz?verbose",
      "[+]ping ok\n[+]log ok\n[+]etcd ok\n[+]informer-sync ok\nreadyz check passed\n",
    ],
    [
      "/livez?verbose&exclude=etcd",
      "[+]ping ok\n[+]log ok\n[+]etcd excluded: ok\nlivez check passed\n",
    ],
    [
      "/healthz?verbose=1&exclude=b&exclude=a",
      '[+]ping ok\n[+]log ok\n[+]etcd ok\nwarn: some health checks cannot be excluded: no matches for "a","b"\nhealthz check passed\n',
    ],
  ])("of %s passes", async (path, text) => {
    expect(await get(path)).toEqual([200, text]);
  });

  test("names what fails and not why", async () => {
    broken = "disk full";
    expect(await get("/readyz")).toEqual([
      500,
      "[+]ping ok\n[+]log ok\n[-]etcd failed: reason withheld\n[+]informer-sync ok\nreadyz check failed\n",
    ]);
    expect(await get("/readyz?exclude=etcd")).toEqual([200, "ok"]);
  });
});

describe("a single check", () => {
  test("has a path of its own, which says why it fails", async () => {
    expect(await get("/livez/etcd")).toEqual([200, "ok"]);
    broken = "disk full";
    expect(await get("/livez/etcd")).toEqual([500, "internal server error: disk full\n"]);
  });

  test.each(["/livez/none", "/livez/informer-sync", "/healthz/", "/readyz/ping/"])(
    "is not at %s",
    async (path) => {
      expect(await get(path)).toEqual([404, "404 page not found\n"]);
    },
  );

  test("is listed among the paths", async () => {
    const { body } = await api.call("GET", "/");
    expect(body.paths).toEqual(
      expect.arrayContaining(["/healthz", "/healthz/ping", "/readyz/informer-sync"]) as unknown,
    );
    expect(body.paths).not.toContain("/livez/informer-sync");
  });
});

describe("where nothing is", () => {
  test.each([
    ["/apis/nothing", 404, "404 page not found\n"],
    ["/apis/nothing/v1", 404, "404 page not found\n"],
    ["//api/v1", 404, "404 page not found\n"],
    ["/apis//apps", 404, "404 page not found\n"],
    ["/configz", 404, "404 page not found\n"],
  ])("%s answers in text", async (path, status, text) => {
    expect(await get(path)).toEqual([status, text]);
  });

  test.each(["/api/v1/nothings", "/api/v2", "/apis/apps/v1/nothings", "/api/v1//namespaces"])(
    "%s answers with a Status",
    async (path) => {
      const { status, body } = await api.call("GET", path);
      expect([status, body]).toEqual([
        404,
        {
          kind: "Status",
          apiVersion: "v1",
          metadata: {},
          status: "Failure",
          message: "the server could not find the requested resource",
          reason: "NotFound",
          details: {},
          code: 404,
        },
      ]);
    },
  );

  test.each([
    ["OPTIONS", "/api/v1/namespaces"],
    ["PUT", "/api/v1/namespaces"],
    ["PATCH", "/apis/apps/v1/namespaces/default/deployments"],
    ["DELETE", "/api/v1/componentstatuses/etcd-0"],
    ["POST", "/api/v1/pods"],
  ])("%s %s has no route", async (method, path) => {
    const { status, body } = await api.call(method, path, method === "OPTIONS" ? undefined : {});
    expect([status, body]).toEqual([
      405,
      {
        kind: "Status",
        apiVersion: "v1",
        metadata: {},
        status: "Failure",
        message: "the server does not allow this method on the requested resource",
        reason: "MethodNotAllowed",
        details: {},
        code: 405,
      },
    ]);
  });
});
