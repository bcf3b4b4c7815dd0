/** Mutating admission webhooks over a port that answers in the process. Texts are those of apiserver's webhook plugins and client-go. */
import { describe, expect, test, vi } from "vitest";
import {
  api,
  calls,
  configMap,
  configured,
  handlers,
  namespace,
  patches,
  post,
  says,
  webhookServer,
} from "./webhook-fixture.ts";

webhookServer();

test("several webhooks share the time of their request", async () => {
  const silent = (): Promise<never> => new Promise(() => undefined);
  handlers.set("/a", silent);
  handlers.set("/b", silent);
  const hook = (name: string) => ({
    name: `${name}.example.com`,
    failurePolicy: name === "a" ? "Ignore" : "Fail",
    timeoutSeconds: 30,
    clientConfig: { url: `https://127.0.0.1:9/${name}` },
  });
  await configured("Mutating", hook("a"), hook("b"));
  const answer = post(configMap("late"), "?timeout=5s");
  await vi.waitUntil(() => calls.length === 1);
  await api.host.advance(5000);
  expect((await answer).status).toBe(504);
  await vi.waitUntil(() => calls[1]?.request.signal?.aborted ?? calls.length === 2);
  expect(calls.map(({ path, request }) => [path, request.signal?.aborted])).toEqual([
    ["/a", true],
    ["/b", true],
  ]);
  const found = await api.call("GET", `/api/v1/namespaces/${namespace}/configmaps/late`);
  expect(found.status).toBe(404);
});

describe("a mutating webhook", () => {
  test("changes what is stored", async () => {
    handlers.set(
      "/hook",
      patches(
        { op: "add", path: "/metadata/labels", value: { by: "hook" } },
        { op: "add", path: "/data/b", value: "2" },
      ),
    );
    await configured("Mutating", {});
    const { body } = await post(configMap("a", { a: "1" }));
    expect(body).toMatchObject({ metadata: { labels: { by: "hook" } }, data: { a: "1", b: "2" } });
  });

  test("runs in order of names, again when a later one changed the object and it asks for that", async () => {
    handlers.set("/first", (review) =>
      patches({
        op: "add",
        path: "/data/first",
        value: String(review.request.object.data.second ?? "none"),
      })(review),
    );
    handlers.set("/second", patches({ op: "add", path: "/data/second", value: "yes" }));
    await configured(
      "Mutating",
      {
        name: "first.example.com",
        clientConfig: { url: "https://127.0.0.1:9/first" },
        reinvocationPolicy: "IfNeeded",
      },
      { name: "second.example.com", clientConfig: { url: "https://127.0.0.1:9/second" } },
    );
    const { body } = await post(configMap("a", { own: "1" }));
    expect(body.data).toEqual({ own: "1", first: "yes", second: "yes" });
    expect(calls.map(({ path }) => path)).toEqual(["/first", "/second", "/first"]);
  });

  test("whose patch does not apply is an internal error", async () => {
    handlers.set("/hook", patches({ op: "remove", path: "/nowhere" }));
    await configured("Mutating", {});
    const answer = await post(configMap("a"));
    expect(answer.status).toBe(500);
    expect(answer.body.reason).toBe("InternalError");
  });

  test("whose patch makes no object of the type is an internal error", async () => {
    handlers.set("/hook", patches({ op: "add", path: "/data", value: 7 }));
    await configured("Mutating", {});
    const { body } = await post(configMap("a"));
    expect([body.code, body.message]).toEqual([
      500,
      "Internal error occurred: json: cannot unmarshal number into Go struct field ConfigMap.data of type map[string]string",
    ]);
  });

  test("cannot move an object to another namespace", async () => {
    handlers.set("/hook", patches({ op: "add", path: "/metadata/namespace", value: "default" }));
    await configured("Mutating", {});
    const { body } = await post(configMap("moved"));
    expect([body.code, body.message]).toEqual([
      400,
      "the namespace of the provided object does not match the namespace sent on the request",
    ]);
    handlers.set("/hook", patches({ op: "remove", path: "/metadata/namespace" }));
    expect((await post(configMap("left"))).body.metadata.namespace).toBe(namespace);
  });

  // AdmissionToValidateObjectDeleteFunc asks with the attributes of the request, which has no name.
  test("is asked about each object of a collection, and of no name", async () => {
    handlers.set("/hook", says({ allowed: true }));
    await post(configMap("a"));
    await post(configMap("b"));
    await configured("Mutating", {});
    const path = `/api/v1/namespaces/${namespace}/configmaps`;
    expect((await api.call("DELETE", path)).status).toBe(200);
    const asked = calls.map(({ review: { request } }) => [
      request.name,
      request.oldObject.metadata.name,
    ]);
    expect(asked.toSorted(([, a], [, b]) => (a < b ? -1 : 1))).toEqual([
      [undefined, "a"],
      [undefined, "b"],
    ]);
  });

  test("may refuse a deletion, and has nothing to change there", async () => {
    handlers.set("/hook", says({ allowed: true }));
    await configured("Mutating", {});
    await post(configMap("a"));
    const path = `/api/v1/namespaces/${namespace}/configmaps/a`;
    handlers.set("/hook", patches({ op: "add", path: "/data", value: {} }));
    expect((await api.call("DELETE", path)).body.message).toBe(
      'Internal error occurred: admission webhook "hook.example.com" attempted to modify the object, which is not supported for this operation',
    );
    handlers.set("/hook", says({ allowed: false, status: { message: "keep it" } }));
    const answer = await api.call("DELETE", path);
    expect(answer.body.message).toContain("denied the request: keep it");
    expect(calls.at(-1)?.review.request).toMatchObject({
      operation: "DELETE",
      object: null,
      oldObject: { metadata: { name: "a" } },
    });
  });

  test("sees the version that its rule names", async () => {
    handlers.set("/hook", patches({ op: "add", path: "/spec/maxReplicas", value: 7 }));
    await configured("Mutating", {
      rules: [
        {
          apiGroups: ["autoscaling"],
          apiVersions: ["v1"],
          operations: ["CREATE"],
          resources: ["horizontalpodautoscalers"],
        },
      ],
    });
    const path = `/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers`;
    const target = { apiVersion: "apps/v1", kind: "Deployment", name: "web" };
    const { body } = await api.call("POST", path, {
      metadata: { name: "a" },
      spec: { scaleTargetRef: target, maxReplicas: 3 },
    });
    expect(body).toMatchObject({ apiVersion: "autoscaling/v2", spec: { maxReplicas: 7 } });
    expect(calls[0]?.review.request).toMatchObject({
      kind: { group: "autoscaling", version: "v1" },
      requestKind: { group: "autoscaling", version: "v2" },
      object: { apiVersion: "autoscaling/v1" },
    });
  });
});
