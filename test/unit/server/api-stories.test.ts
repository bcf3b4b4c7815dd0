/** The API as a client meets it over HTTP, on a whole cluster without nodes. Expectations are Kubernetes' documented behaviour. */
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
  namespace = `story-${++count}`;
  await call("POST", "/api/v1/namespaces", { metadata: { name: namespace } });
});

/** Bodies of many kinds, as far as these stories look into them. */
interface Body {
  readonly metadata: Readonly<Record<string, string>>;
  readonly message?: string;
  readonly data?: unknown;
  readonly items?: readonly { readonly metadata: { readonly name: string } }[];
  readonly spec?: {
    readonly clusterIP: string;
    readonly ports: readonly { readonly nodePort: number }[];
  };
  readonly status?: { readonly token?: string };
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

async function call(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const init: RequestInit = { method, headers: { "content-type": "application/json", ...headers } };
  if (body !== undefined) init.body = typeof body === "string" ? body : JSON.stringify(body);
  const response = await cluster.fetch(new Request(`http://kubarium${path}`, init));
  return { status: response.status, headers: response.headers, body: await response.json() };
}

const configMaps = () => `/api/v1/namespaces/${namespace}/configmaps`;
const configMap = (name: string, data: Record<string, string> = {}) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name },
  data,
});
const patch = (type: string) => ({ "content-type": `application/${type}` });

describe("writing", () => {
  test("a Namespace is labelled with the name that was generated for it", async () => {
    const metadata = { generateName: "made-" };
    const { body } = await call("POST", "/api/v1/namespaces", {
      apiVersion: "v1",
      kind: "Namespace",
      metadata,
    });
    const { name, labels } = body.metadata;
    expect(name).toMatch(/^made-/);
    expect(labels).toEqual({ "kubernetes.io/metadata.name": name });
  });

  test("create fills in what the server owns, and a name from generateName", async () => {
    const { status, body } = await call("POST", configMaps(), {
      metadata: { generateName: "made-", uid: "mine", resourceVersion: "" },
    });
    expect(status).toBe(201);
    expect(body.metadata).toMatchObject({ namespace, generateName: "made-" });
    expect(body.metadata["name"]).toMatch(/^made-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect(body.metadata["uid"]).not.toBe("mine");
    expect(Number(body.metadata["resourceVersion"])).toBeGreaterThan(0);
  });

  test("a name that is taken is answered 409 AlreadyExists", async () => {
    await call("POST", configMaps(), configMap("one"));
    const { status, body } = await call("POST", configMaps(), configMap("one"));
    expect(status).toBe(409);
    expect(body).toMatchObject({
      kind: "Status",
      reason: "AlreadyExists",
      message: 'configmaps "one" already exists',
      details: { name: "one", kind: "configmaps" },
    });
  });

  test("a stale resourceVersion is answered 409 Conflict, none at all replaces the newest", async () => {
    const first = await call("POST", configMaps(), configMap("one"));
    await call("PUT", `${configMaps()}/one`, configMap("one", { a: "1" }));
    const stale = await call("PUT", `${configMaps()}/one`, { ...first.body, data: { a: "2" } });
    expect(stale.status).toBe(409);
    expect(stale.body.message).toBe(
      'Operation cannot be fulfilled on configmaps "one": the object has been modified; please apply your changes to the latest version and try again',
    );
    const { body } = await call("PUT", `${configMaps()}/one`, configMap("one", { a: "3" }));
    expect(body.data).toEqual({ a: "3" });
  });

  test("a write that changes nothing keeps the resourceVersion", async () => {
    const first = await call("POST", configMaps(), configMap("one", { a: "1" }));
    const again = await call("PUT", `${configMaps()}/one`, first.body);
    expect(again.body.metadata["resourceVersion"]).toBe(first.body.metadata["resourceVersion"]);
  });

  test("dryRun answers as if and stores nothing", async () => {
    const { status } = await call("POST", `${configMaps()}?dryRun=All`, configMap("ghost"));
    expect(status).toBe(201);
    expect((await call("GET", `${configMaps()}/ghost`)).status).toBe(404);
    const refused = await call("POST", `${configMaps()}?dryRun=Some`, configMap("ghost"));
    expect(refused).toMatchObject({ status: 422, body: { reason: "Invalid" } });
  });

  test.each([
    ["merge-patch+json", { data: { a: null, c: "3" } }, { b: "2", c: "3" }],
    ["strategic-merge-patch+json", { data: { $patch: "replace", z: "9" } }, { z: "9" }],
    ["json-patch+json", [{ op: "replace", path: "/data/a", value: "x" }], { a: "x", b: "2" }],
  ])("PATCH as %s", async (type, change, expected) => {
    await call("POST", configMaps(), configMap("one", { a: "1", b: "2" }));
    const { status, body } = await call("PATCH", `${configMaps()}/one`, change, patch(type));
    expect(status).toBe(200);
    expect(body.data).toEqual(expected);
  });

  test("apply creates, keeps others' fields, and reports a conflict with its manager and field", async () => {
    const url = `${configMaps()}/one?fieldManager=`;
    const yaml = patch("apply-patch+yaml");
    const made = await call("PATCH", `${url}alice`, configMap("one", { a: "1" }), yaml);
    expect(made.status).toBe(201);
    const other = await call("PATCH", `${url}bob`, configMap("one", { b: "2" }), yaml);
    expect(other.body.data).toEqual({ a: "1", b: "2" });
    const clash = await call("PATCH", `${url}bob`, configMap("one", { a: "9", b: "2" }), yaml);
    expect(clash.status).toBe(409);
    expect(clash.body.message).toBe('Apply failed with 1 conflict: conflict with "alice": .data.a');
    const forced = await call("PATCH", `${url}bob&force=true`, configMap("one", { a: "9" }), yaml);
    expect(forced.body.data).toEqual({ a: "9" });
  });

  test.each([
    ["{", undefined, 400],
    [{ kind: "Secret", apiVersion: "v1", metadata: { name: "x" } }, undefined, 400],
    [{ metadata: { name: "x", namespace: "elsewhere" } }, undefined, 400],
    [{ metadata: { name: "x" }, data: { a: 1 } }, undefined, 400],
    [{ metadata: { name: "x" }, data: {} }, "text/csv", 415],
    [{ metadata: { name: "Not_A_Name" } }, undefined, 422],
  ])("a bad body is answered with a Status: %j as %s", async (body, type, code) => {
    const { status, body: answer } = await call(
      "POST",
      configMaps(),
      body,
      type === undefined ? {} : { "content-type": type },
    );
    expect(status).toBe(code);
    expect(answer).toMatchObject({ kind: "Status", status: "Failure", code });
  });

  test("unknown fields are warned of, refused when Strict, and dropped when ignored", async () => {
    const typo = { ...configMap("typo"), daat: {} };
    const warned = await call("POST", configMaps(), typo);
    expect(warned.headers.get("warning")).toBe('299 - "unknown field \\"daat\\""');
    const strict = await call("POST", `${configMaps()}?fieldValidation=Strict`, typo);
    expect(strict.status).toBe(400);
    expect(strict.body.message).toContain('strict decoding error: unknown field "daat"');
    const ignored = await call("PUT", `${configMaps()}/typo?fieldValidation=Ignore`, typo);
    expect(ignored.headers.get("warning")).toBeNull();
  });
});

describe("deleting", () => {
  test("finalizers hold an object until the last one goes", async () => {
    const held = {
      ...configMap("held"),
      metadata: { name: "held", finalizers: ["example.com/wait"] },
    };
    await call("POST", configMaps(), held);
    const { body } = await call("DELETE", `${configMaps()}/held`);
    expect(body.metadata["deletionTimestamp"]).toBeDefined();
    const more = { metadata: { finalizers: ["example.com/wait", "example.com/more"] } };
    const refused = await call("PATCH", `${configMaps()}/held`, more, patch("merge-patch+json"));
    expect(refused.status).toBe(422);
    await call(
      "PATCH",
      `${configMaps()}/held`,
      { metadata: { finalizers: null } },
      patch("merge-patch+json"),
    );
    expect((await call("GET", `${configMaps()}/held`)).status).toBe(404);
  });

  test("preconditions are checked, and a success Status names what went", async () => {
    const { body } = await call("POST", configMaps(), configMap("one"));
    const uid = body.metadata["uid"];
    const wrong = await call("DELETE", `${configMaps()}/one`, { preconditions: { uid: "other" } });
    expect(wrong.status).toBe(409);
    expect(wrong.body.message).toBe(
      `Operation cannot be fulfilled on ConfigMap "one": the UID in the precondition (other) does not match the UID in record (${String(uid)}). ` +
        "The object might have been deleted and then recreated",
    );
    const gone = await call("DELETE", `${configMaps()}/one`, { preconditions: { uid } });
    expect(gone.body).toMatchObject({
      status: "Success",
      details: { name: "one", kind: "configmaps", uid },
    });
  });

  test("deletecollection takes what its selector names", async () => {
    for (const name of ["a", "b"]) {
      const labelled = { ...configMap(name), metadata: { name, labels: { pick: name } } };
      await call("POST", configMaps(), labelled);
    }
    await call("DELETE", `${configMaps()}?labelSelector=pick=a`);
    const { body } = await call("GET", configMaps());
    const items = body.items ?? [];
    expect(items.map(({ metadata }) => metadata.name).filter((name) => name.length === 1)).toEqual([
      "b",
    ]);
  });
});

describe("reading", () => {
  test("pages are consistent at the first one's revision", async () => {
    for (const name of ["a", "b", "c"]) await call("POST", configMaps(), configMap(name));
    const selected = "fieldSelector=metadata.name!=kube-root-ca.crt";
    const first = await call("GET", `${configMaps()}?limit=2&${selected}`);
    expect(namesIn(first)).toEqual(["a", "b"]);
    await call("POST", configMaps(), configMap("d"));
    const token = encodeURIComponent(String(first.body.metadata["continue"]));
    const second = await call("GET", `${configMaps()}?limit=2&${selected}&continue=${token}`);
    expect(namesIn(second)).toEqual(["c"]);
    expect(second.body.metadata["resourceVersion"]).toBe(first.body.metadata["resourceVersion"]);
    expect((await call("GET", `${configMaps()}?continue=nonsense`)).status).toBe(400);
  });

  test.each([
    ["labelSelector=a==", 200],
    ["labelSelector=%3D", 400],
    ["fieldSelector=spec.colour=red", 400],
    ["resourceVersion=abc", 400],
    ["limit=many", 400],
    ["limit=", 400],
    ["limit=9223372036854775808", 400],
    ["sendInitialEvents=false", 422],
    ["resourceVersionMatch=Exact", 422],
  ])("a list with ?%s is answered %i", async (query, code) => {
    expect((await call("GET", `${configMaps()}?${query}`)).status).toBe(code);
  });

  test.each([
    ["1", 200],
    ["abc", 500],
    ["99999999", 504],
  ])("one object not older than resourceVersion=%s is answered %i", async (revision, code) => {
    await call("POST", configMaps(), configMap("one"));
    const { status } = await call("GET", `${configMaps()}/one?resourceVersion=${revision}`);
    expect(status).toBe(code);
  });

  test("kubectl's Table has columns and rows, and metadata only when asked", async () => {
    await call("POST", configMaps(), configMap("one", { a: "1" }));
    const accept = "application/json;as=Table;v=v1;g=meta.k8s.io";
    const { body } = await call("GET", `${configMaps()}/one`, undefined, { accept });
    expect(body).toMatchObject({
      kind: "Table",
      rows: [{ cells: ["one", 1, expect.any(String)], object: { kind: "PartialObjectMetadata" } }],
    });
  });

  test("unknown paths, resources and verbs each have their own answer", async () => {
    expect((await call("GET", "/apis/apps/v9/things")).status).toBe(404);
    expect((await call("GET", "/apis/apps/v1/nothings")).status).toBe(404);
    expect((await call("DELETE", "/api/v1/componentstatuses/x")).status).toBe(405);
    expect((await call("GET", "/api/v1/pods", undefined, { accept: "image/png" })).status).toBe(
      406,
    );
  });
});

describe("namespaces and access", () => {
  test("nothing is created in a namespace that does not exist", async () => {
    const { status, body } = await call(
      "POST",
      "/api/v1/namespaces/none/configmaps",
      configMap("x"),
    );
    expect(status).toBe(404);
    expect(body.message).toBe('namespaces "none" not found');
  });

  test("a service account's token lets it do what its role says, and nothing else", async () => {
    const rbac = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`;
    await call("POST", `/api/v1/namespaces/${namespace}/serviceaccounts`, {
      metadata: { name: "bot" },
    });
    const rules = [{ apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list"] }];
    await call("POST", `${rbac}/roles`, { metadata: { name: "reader" }, rules });
    await call("POST", `${rbac}/rolebindings`, {
      metadata: { name: "reader" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "reader" },
      subjects: [{ kind: "ServiceAccount", name: "bot", namespace }],
    });
    const spec = { resourceAttributes: { namespace, verb: "list", resource: "configmaps" } };
    const user = `system:serviceaccount:${namespace}:bot`;
    const reviews = "/apis/authorization.k8s.io/v1/subjectaccessreviews";
    const yes = await call("POST", reviews, { spec: { ...spec, user } });
    expect(yes.body.status).toMatchObject({ allowed: true });
    const bot = cluster.as({ name: user, groups: [] });
    const ref = { group: "", version: "v1", resource: "secrets", kind: "Secret", namespaced: true };
    await expect(bot.list(ref, { namespace })).rejects.toMatchObject({ code: 403 });
    const token = await call("POST", `/api/v1/namespaces/${namespace}/serviceaccounts/bot/token`, {
      spec: {},
    });
    const review = await call("POST", "/apis/authentication.k8s.io/v1/tokenreviews", {
      spec: { token: token.body.status?.token },
    });
    expect(review.body.status).toMatchObject({ authenticated: true, user: { username: user } });
  });

  test("Services get addresses and node ports of their own, and taken ones are refused", async () => {
    const services = `/api/v1/namespaces/${namespace}/services`;
    const service = (name: string, spec: object) => ({
      metadata: { name },
      spec: { ports: [{ port: 80 }], selector: { a: "b" }, ...spec },
    });
    const first = await call("POST", services, service("one", { type: "NodePort" }));
    const { clusterIP, ports } = first.body.spec ?? { clusterIP: "", ports: [] };
    expect(clusterIP).toMatch(/^10\.244\.(12[89]|1[3-9]\d|2\d\d)\.\d+$/);
    const nodePort = ports[0]?.nodePort;
    expect(nodePort).toBeGreaterThanOrEqual(30_000);
    const taken = await call("POST", services, service("two", { clusterIP }));
    expect(taken.status).toBe(422);
    expect(taken.body.message).toContain("provided IP is already allocated");
    const port = await call(
      "POST",
      services,
      service("two", { type: "NodePort", ports: [{ port: 80, nodePort }] }),
    );
    expect(port.body.message).toContain("provided port is already allocated");
    await call("DELETE", `${services}/one`);
    const free = await call("POST", services, service("two", { clusterIP }));
    expect(free.status).toBe(201);
  });
});

describe("watching", () => {
  test("a selector turns changes into coming and going", async () => {
    const list = await call("GET", configMaps());
    const from = list.body.metadata["resourceVersion"];
    const url = `${configMaps()}?watch=true&labelSelector=in%3Dyes&resourceVersion=${from}`;
    const response = await cluster.fetch(url);
    const events = readLines(response);
    const labelled = (value: string) => ({ metadata: { labels: { in: value } } });
    await call("POST", configMaps(), configMap("one"));
    await call("PATCH", `${configMaps()}/one`, labelled("yes"), patch("merge-patch+json"));
    await call("PATCH", `${configMaps()}/one`, { data: { a: "1" } }, patch("merge-patch+json"));
    await call("PATCH", `${configMaps()}/one`, labelled("no"), patch("merge-patch+json"));
    const seen = [];
    for (let i = 0; i < 3; i++) seen.push((await events.next()).value?.type);
    expect(seen).toEqual(["ADDED", "MODIFIED", "DELETED"]);
    await events.return(undefined);
  });

  test("sendInitialEvents marks the end of what was there", async () => {
    await call("POST", configMaps(), configMap("one"));
    const url = `${configMaps()}?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&fieldSelector=metadata.name=one`;
    const events = readLines(await cluster.fetch(url));
    expect((await events.next()).value).toMatchObject({ type: "ADDED" });
    expect((await events.next()).value).toMatchObject({
      type: "BOOKMARK",
      object: {
        kind: "ConfigMap",
        metadata: {
          resourceVersion: expect.stringMatching(/^\d+$/),
          annotations: { "k8s.io/initial-events-end": "true" },
        },
      },
    });
    await events.return(undefined);
  });
});

function namesIn({ body }: Answer): readonly string[] {
  return (body.items ?? []).map(({ metadata }) => metadata.name);
}

async function* readLines(response: Response): AsyncGenerator<{ type: string; object: unknown }> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    const lines = text.split("\n");
    text = lines.pop() ?? "";
    for (const line of lines) yield JSON.parse(line);
  }
}
