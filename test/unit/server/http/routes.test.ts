/**
 * What is answered where there is nothing, or nothing of that method. A built-in group answers for all below it as go-restful does: first
 * whether there is a path, then whether it has the method; custom kinds have one handler (apiextensions-apiserver,
 * customresource_handler.go); what is nobody's gets Go's own page.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { startApiOnly, type ApiOnly } from "../../../fixtures/api-only.ts";

let api: ApiOnly;
beforeAll(async () => {
  api = await startApiOnly();
  const crd = (plural: string, kind: string, scope: string) => ({
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.example.com` },
    spec: {
      group: "example.com",
      scope,
      names: { plural, kind },
      versions: [
        {
          name: "v1",
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: "object" } },
          subresources: { status: {} },
        },
      ],
    },
  });
  const definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  await api.call("POST", definitions, crd("widgets", "Widget", "Namespaced"));
  await api.call("POST", definitions, crd("gears", "Gear", "Cluster"));
  for (let turn = 0; turn < 100; turn += 1) {
    const { body } = await api.call("GET", "/apis/example.com/v1");
    if (body.resources?.length === 4) break;
    await api.host.advance(100);
  }
});
afterAll(() => api.stop());

const page = "404 page not found";
const noPath = "the server could not find the requested resource";
const noMethod = "the server does not allow this method on the requested resource";
const pods = "/api/v1/namespaces/default/pods";
const widgets = "/apis/example.com/v1/namespaces/default/widgets";

test.each<[string, string, number, string]>([
  ["GET", "/nothing", 404, page],
  ["POST", "/nothing", 404, page],
  ["GET", "/apis/nogroup", 404, page],
  ["GET", "/apis/nogroup/v1", 404, page],
  ["GET", "/apis/nogroup/v1/foo", 404, page],
  ["GET", "//api/v1/pods", 404, page],
  ["GET", "/apis/example.com/v9", 404, page],
  ["GET", "/apis/example.com/v9/widgets", 404, page],
  ["GET", "/apis/example.com/v1/nothing", 404, page],
  ["GET", "/apis/example.com/v1/widgets/x", 404, page],
  ["POST", "/apis/example.com/v1/widgets", 404, page],
  ["DELETE", "/apis/example.com/v1/widgets", 404, page],
  ["GET", "/apis/example.com/v1/namespaces/default/gears", 404, page],
  ["GET", `${widgets}/x/scale`, 404, 'widgets.example.com "x" not found'],
  [
    "DELETE",
    `${widgets}/x/status`,
    405,
    'delete is not supported on resources of kind "widgets.example.com"',
  ],
  ["PUT", widgets, 400, "name must be provided"],
  ["GET", "/api/v2", 404, noPath],
  ["GET", "/api/v2/pods", 404, noPath],
  ["GET", "/api//v1/pods", 404, noPath],
  ["GET", "/api/v1//pods", 404, noPath],
  ["GET", "/api/v1/nothing", 404, noPath],
  ["GET", "/apis/apps/v9", 404, noPath],
  ["GET", "/apis/apps/v9/deployments", 404, noPath],
  ["GET", "/apis/apps/v1/nothing", 404, noPath],
  ["GET", "/api/v1/namespaces/default/nodes", 404, noPath],
  ["GET", "/api/v1/pods/x", 404, noPath],
  ["DELETE", "/api/v1/pods/x", 404, noPath],
  ["GET", `${pods}/x/nothing`, 404, noPath],
  ["GET", `${pods}/x/status/y`, 404, noPath],
  ["GET", `${pods}/x/y/z/w`, 404, noPath],
  ["GET", "/api/v1/pods/x/status", 404, noPath],
  ["GET", "/api/v1/bindings", 404, noPath],
  ["POST", "/apis/authorization.k8s.io/v1/localsubjectaccessreviews", 404, noPath],
  ["GET", "/apis/authorization.k8s.io/v1/subjectaccessreviews/x", 404, noPath],
  ["GET", "/api/v1/watch/pods/x", 404, noPath],
  ["GET", "/api/v1/watch/componentstatuses", 404, noPath],
  ["GET", "/apis/authorization.k8s.io/v1/subjectaccessreviews", 405, noMethod],
  ["POST", "/api/v1/pods", 405, noMethod],
  ["DELETE", "/api/v1/pods", 405, noMethod],
  ["PUT", pods, 405, noMethod],
  ["PATCH", pods, 405, noMethod],
  ["POST", `${pods}/x`, 405, noMethod],
  ["POST", `${pods}/x/status`, 405, noMethod],
  ["GET", `${pods}/x/binding`, 405, noMethod],
  ["DELETE", "/api/v1/namespaces", 405, noMethod],
  ["POST", "/api/v1/namespaces/default", 405, noMethod],
  ["DELETE", "/api/v1/componentstatuses/x", 405, noMethod],
  ["OPTIONS", pods, 405, noMethod],
  ["POST", "/api/v1/watch/pods", 405, noMethod],
  ["POST", "/version", 405, noMethod],
  ["POST", "/api/v1", 405, noMethod],
  ["POST", "/apis/apps/v1", 405, noMethod],
])("%s %s: %i %s", async (method, path, code, message) => {
  const { status, headers, body } = await api.call(method, path);
  expect(status).toBe(code);
  if (message === page) {
    expect(body).toBe(`${page}\n`);
    expect(headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  } else expect(body).toMatchObject({ kind: "Status", status: "Failure", code, message });
});

test.each([pods, "/api/v1", "/apis/apps/v1", "/version"])("HEAD %s has no route", async (path) => {
  const response = await api.fetch(new Request(`http://kubarium${path}`, { method: "HEAD" }));
  expect(response.status).toBe(405);
});

test.each(["/healthz", "/metrics", "/openapi/v3", "/apis", "/apis/apps"])(
  "HEAD %s is answered as a GET",
  async (path) => {
    const response = await api.fetch(new Request(`http://kubarium${path}`, { method: "HEAD" }));
    expect(response.status).toBe(200);
  },
);

test("slashes at the end and encoded letters make no other path", async () => {
  expect((await api.call("GET", `${pods}/`)).body).toMatchObject({ kind: "PodList" });
  expect((await api.call("GET", "/api/v1/namespaces/%64efault")).body).toMatchObject({
    metadata: { name: "default" },
  });
  expect((await api.call("GET", "/api/v1/namespaces/default/configmaps/a%2Fb")).body).toMatchObject(
    {
      message: noPath,
    },
  );
});

test.each([
  ["/api/v1/watch/namespaces", undefined],
  ["/api/v1/watch/namespaces/default", "default"],
  ["/api/v1/watch/namespaces/default/services", undefined],
  ["/api/v1/watch/services", undefined],
])("%s is a watch, as it has always been", async (path, name) => {
  const abort = new AbortController();
  const response = await api.fetch(
    new Request(`http://kubarium${path}?resourceVersion=0`, { signal: abort.signal }),
  );
  expect(response.status).toBe(200);
  const reader = response.body!.getReader();
  const { value } = await reader.read();
  const events = new TextDecoder().decode(value).trim().split("\n");
  const names = events.map((line) => (JSON.parse(line) as WatchEvent).object.metadata.name);
  expect(names.length).toBeGreaterThan(0);
  if (name !== undefined) expect(names).toEqual([name]);
  abort.abort();
  await reader.cancel();
});

interface WatchEvent {
  readonly object: { readonly metadata: { readonly name: string } };
}
