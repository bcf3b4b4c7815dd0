/** Requests that few clients send, and what Kubernetes answers them: names that are missing, revisions where there are none, watches without end. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createCluster, type Cluster } from "../../../src/index.ts";

let cluster: Cluster;
let namespace = "";
let count = 0;

beforeAll(async () => {
  cluster = await createCluster({ nodes: 0 });
});
afterAll(() => cluster.stop());
beforeEach(async () => {
  namespace = `odd-${++count}`;
  await call("POST", "/api/v1/namespaces", { metadata: { name: namespace } });
});

interface Answer {
  readonly status: number;
  readonly body: {
    readonly metadata: Readonly<Record<string, unknown>>;
    readonly message?: string;
  };
}

async function call(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const init: RequestInit = { method, headers: { "content-type": "application/json", ...headers } };
  if (body !== undefined) init.body = JSON.stringify(body);
  const response = await cluster.fetch(new Request(`http://kubarium${path}`, init));
  return { status: response.status, body: await response.json() };
}

const configMaps = () => `/api/v1/namespaces/${namespace}/configmaps`;
const configMap = (name: string) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name } });
const patch = (type: string) => ({ "content-type": `application/${type}` });

async function* readLines(response: Response): AsyncGenerator {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    const lines = text.split("\n");
    text = lines.pop() ?? "";
    for (const line of lines) yield JSON.parse(line);
  }
}

describe("a write", () => {
  // The store refuses it once all else is in order, and so not when it is only tried (apiserver, storage/etcd3: Create).
  test.each([
    ["", "1", 500],
    ["", "0", 201],
    ["", "one", 201],
    ["?dryRun=All", "1", 201],
  ])("a new object%s with resourceVersion %s is answered %i", async (query, revision, code) => {
    const { status, body } = await call("POST", `${configMaps()}${query}`, {
      metadata: { name: "fresh", resourceVersion: revision },
    });
    expect(status).toBe(code);
    if (code === 201) return;
    expect(body).toEqual({
      kind: "Status",
      apiVersion: "v1",
      metadata: {},
      status: "Failure",
      message: "resourceVersion should not be set on objects to be created",
      code,
    });
  });

  test("what replaces an object has its name, and a patch leaves it one", async () => {
    await call("POST", configMaps(), configMap("one"));
    const nameless = [
      await call("PUT", `${configMaps()}/one`, { metadata: {} }),
      await call("PUT", `${configMaps()}/none`, { metadata: {} }),
      await call(
        "PATCH",
        `${configMaps()}/one`,
        { metadata: { name: null } },
        patch("merge-patch+json"),
      ),
      await call("PUT", `${configMaps()}/none`, configMap("one")),
    ];
    expect(nameless.map(({ status, body }) => [status, body.message])).toEqual([
      [400, "the name of the object (one based on URL) was undeterminable: name must be provided"],
      [400, "the name of the object (none based on URL) was undeterminable: name must be provided"],
      [400, "the name of the object (one based on URL) was undeterminable: name must be provided"],
      [400, "the name of the object (one) does not match the name on the URL (none)"],
    ]);
  });

  // generic/registry/store.go, finalizeDelete: what it tells of the object, and no code.
  test("a deletion is answered with what is gone", async () => {
    const { body } = await call("POST", configMaps(), configMap("one"));
    const { body: answer } = await call("DELETE", `${configMaps()}/one`);
    expect(answer).toEqual({
      kind: "Status",
      apiVersion: "v1",
      metadata: {},
      status: "Success",
      details: { name: "one", kind: "configmaps", uid: body.metadata["uid"] },
    });
  });
});

/** What Kubernetes' decoder says: apimachinery, conversion.go and NewNotRegisteredErrForKind; handlers: transformDecodeError. */
const notKnown = (kind: string, version: string) =>
  `no kind "${kind}" is registered for version "${version}" in scheme "pkg/api/legacyscheme/scheme.go:30"`;

// pkg/registry/coordination/lease: AllowCreateOnUpdate, and no AllowUnconditionalUpdate.
test("a Lease is made by PUT, with a revision or without, and then replaced by its revision alone", async () => {
  const leases = `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases`;
  const lease = (name: string, more: object = {}) => ({ metadata: { name, ...more }, spec: {} });
  const made = await call("PUT", `${leases}/one`, lease("one"));
  const named = await call("PUT", `${leases}/two`, lease("two", { resourceVersion: "3" }));
  const blind = await call("PUT", `${leases}/one`, lease("one"));
  expect([made.status, named.status, blind.status]).toEqual([201, 201, 422]);
  expect(blind.body.message).toBe(
    'Lease.coordination.k8s.io "one" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update',
  );
  const { resourceVersion } = made.body.metadata;
  expect((await call("PUT", `${leases}/one`, lease("one", { resourceVersion }))).status).toBe(200);
});

describe("a body of another kind", () => {
  test.each([
    ["v1", "Secret", "converting (v1.Secret) to (core.ConfigMap): unknown conversion"],
    ["apps/v1", "Deployment", "converting (v1.Deployment) to (core.ConfigMap): unknown conversion"],
    ["v1", "List", "converting (v1.List) to (core.ConfigMap): unknown conversion"],
    ["v1", "Nothing", notKnown("Nothing", "v1")],
    ["v2", "ConfigMap", notKnown("ConfigMap", "v2")],
    ["ex.com/v1", "ConfigMap", notKnown("ConfigMap", "ex.com/v1")],
  ])("%s %s cannot be handled as a ConfigMap", async (apiVersion, kind, why) => {
    const { status, body } = await call("POST", configMaps(), {
      ...configMap("one"),
      apiVersion,
      kind,
    });
    const version = apiVersion.slice(apiVersion.lastIndexOf("/") + 1);
    const message = `${kind} in version "${version}" cannot be handled as a ConfigMap: ${why}`;
    expect([status, body.message]).toEqual([400, message]);
  });

  // apiserver, endpoints/handlers/rest.go: transformDecodeError; test/cmd/create.sh posts a Pod in YAML to namespaces.
  test.each([
    [
      "apiVersion: v1\nkind: Pod\n",
      "invalid character 'a' looking for beginning of value (61706956657273696f6e3a2076310a6b696e643a20506f640a)",
    ],
    ["", "unexpected end of JSON input (<empty>)"],
    [
      '{"kind":"Namespace","metadata":',
      'unexpected end of JSON input ({"kind":"Namespace","metadata" ...)',
    ],
  ])("that cannot be read (%j) is told what it must be", async (body, why) => {
    const url = "http://kubarium/api/v1/namespaces";
    const headers = { "content-type": "application/json" };
    const response = await cluster.fetch(new Request(url, { method: "POST", headers, body }));
    const { message } = (await response.json()) as Answer["body"];
    const what = "the object provided is unrecognized (must be of type Namespace)";
    const error = `${what}: couldn't get version/kind; json parse error: ${why}`;
    expect([response.status, message]).toEqual([400, error]);
  });

  test("of the same type in another version is known, and not expected there", async () => {
    const deployments = `/apis/apps/v1/namespaces/${namespace}/deployments`;
    const old = { apiVersion: "apps/v1beta1", kind: "Deployment", metadata: { name: "one" } };
    const scalers = `/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers`;
    const older = { apiVersion: "autoscaling/v1", kind: "HorizontalPodAutoscaler", metadata: {} };
    const answers = [await call("POST", deployments, old), await call("POST", scalers, older)];
    expect(answers.map(({ status, body }) => [status, body.message])).toEqual([
      [
        400,
        "the API version in the data (apps/v1beta1) does not match the expected API version (apps/v1)",
      ],
      [
        400,
        "the API version in the data (autoscaling/v1) does not match the expected API version (autoscaling/v2)",
      ],
    ]);
  });

  test.each([
    ["json", [{ op: "replace", path: "/kind", value: "Secret" }], "v1", "Secret"],
    ["merge", { kind: "Secret" }, "v1", "Secret"],
    ["merge", { kind: "Nothing" }, "v1", "Nothing"],
    ["merge", { apiVersion: "v2" }, "v2", "ConfigMap"],
  ])("is not made by a %s patch: %j", async (type, change, apiVersion, kind) => {
    await call("POST", configMaps(), configMap("one"));
    const headers = patch(`${type}-patch+json`);
    const { status, body } = await call("PATCH", `${configMaps()}/one`, change, headers);
    const why =
      kind === "Secret"
        ? "converting (v1.Secret) to (core.ConfigMap): unknown conversion"
        : notKnown(kind, apiVersion);
    expect(status).toBe(422);
    expect(body.message).toMatch(/^ "" is invalid: patch: Invalid value: "/);
    expect(body.message?.endsWith(why)).toBe(true);
  });

  test.each([
    ["merge", { kind: null, apiVersion: null }],
    ["strategic-merge", { kind: "Secret" }],
  ])("is not meant by a %s patch that says %j", async (type, change) => {
    await call("POST", configMaps(), configMap("one"));
    const headers = patch(`${type}-patch+json`);
    const { status, body } = await call("PATCH", `${configMaps()}/one`, change, headers);
    expect([status, body]).toMatchObject([200, { kind: "ConfigMap", apiVersion: "v1" }]);
  });
});

// apimachinery, runtime/converter.go; the first is what test/cmd/core.sh expects kubectl to print.
describe("what a strategic merge patch makes", () => {
  const template = {
    metadata: { labels: { a: "b" } },
    spec: { containers: [{ name: "c", image: "i" }] },
  };
  const spec = { selector: { matchLabels: { a: "b" } }, template };
  const path = "/apis/apps/v1/namespaces/default/deployments";

  test.each([
    [{ metadata: { labels: "invalid" } }, "cannot restore map from string"],
    [{ metadata: { labels: { a: 1 } } }, "cannot convert int64 to string"],
    [{ metadata: { labels: { a: true } } }, "unrecognized type: string"],
    [{ spec: { replicas: "two" } }, "unrecognized type: int32"],
    [{ spec: { replicas: 1.5 } }, "cannot convert float64 to int32"],
    [{ spec: { paused: "yes" } }, "unrecognized type: bool"],
    [
      { spec: { template: { spec: { restartPolicy: 1 } } } },
      "cannot convert int64 to v1.RestartPolicy",
    ],
    [{ spec: { strategy: "Recreate" } }, "cannot restore struct from: string"],
    [{ spec: { template: { spec: { nodeSelector: [] } } } }, "cannot restore map from slice"],
  ])("of %j is no Deployment", async (change, why) => {
    await call("POST", path, { metadata: { name: "whole" }, spec });
    const headers = patch("strategic-merge-patch+json");
    const { status, body } = await call("PATCH", `${path}/whole`, change, headers);
    expect(status).toBe(422);
    expect(body.message).toMatch(/^ "" is invalid: patch: Invalid value: "map\[/);
    expect(body.message?.endsWith(`: ${why}`), body.message).toBe(true);
  });
});

test("a name with a sign of escapes in it is none", async () => {
  const { status, body } = await call("GET", `${configMaps()}/a%25b`);
  expect([status, body.message]).toEqual([
    400,
    "Name parameter invalid: \"a%b\": may not contain '%'",
  ]);
});

// apimachinery, api/errors: names are printed by %q.
test("a name is told as Go quotes it", async () => {
  const answers = [
    await call("GET", `${configMaps()}/a%22b%00`),
    await call("POST", configMaps(), configMap('a"b')),
  ];
  expect(answers.map(({ status }) => status)).toEqual([404, 422]);
  expect(answers[0]?.body.message).toBe(String.raw`configmaps "a\"b\x00" not found`);
  expect(answers[1]?.body.message).toMatch(/^ConfigMap "a\\"b" is invalid: metadata\.name: /);
});

describe("a watch", () => {
  // apiserver, cacher.go: isListWatchRequest wants both.
  test("sendInitialEvents marks no end for a client that takes no bookmarks", async () => {
    await call("POST", configMaps(), configMap("one"));
    const url = `${configMaps()}?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&fieldSelector=metadata.name=one`;
    const events = readLines(await cluster.fetch(url));
    expect((await events.next()).value).toMatchObject({ type: "ADDED" });
    await call("PATCH", `${configMaps()}/one`, { data: { a: "1" } }, patch("merge-patch+json"));
    expect((await events.next()).value).toMatchObject({ type: "MODIFIED" });
    await events.return(undefined);
  });

  test.each(["", "&timeoutSeconds=0"])("a watch%s goes on until it is ended", async (query) => {
    const events = readLines(await cluster.fetch(`${configMaps()}?watch=true${query}`));
    await call("POST", configMaps(), configMap("one"));
    let seen = "";
    while (!seen.includes('"name":"one"')) seen = JSON.stringify((await events.next()).value);
    await events.return(undefined);
  });
});
