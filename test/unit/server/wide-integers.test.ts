/** int64 fields of built-in kinds: any integer of 64 bits comes back as it was sent, and what is larger is refused in Go's words. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApiOnly, type ApiOnly } from "../../fixtures/api-only.ts";
import { envelope, type WireField } from "../api/decode/wire-writer.ts";

const wide = "9007199254740993";
const most = "9223372036854775807";
const pods = "/api/v1/namespaces/default/pods";
const revisions = "/apis/apps/v1/namespaces/default/controllerrevisions";

let api: ApiOnly;

interface Sent {
  readonly body?: string | Uint8Array;
  readonly type?: string;
  readonly accept?: string;
}

/** Status and text: no number here could say what is meant. */
async function send(
  method: string,
  path: string,
  { body, type = "application/json", accept }: Sent = {},
): Promise<readonly [number, string]> {
  const headers = { "content-type": type, ...(accept ? { accept } : {}) };
  const init = { method, headers, ...(body === undefined ? {} : { body: body as BodyInit }) };
  const response = await api.fetch(new Request(`http://kubarium${path}`, init));
  return [response.status, await response.text()];
}

function pod(name: string, members: string): string {
  const spec = `"containers":[{"name":"c","image":"i"}],"automountServiceAccountToken":false,${members}`;
  return `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"${name}"},"spec":{${spec}}}`;
}

const grace = (digits: string): string => `"terminationGracePeriodSeconds":${digits}`;

beforeAll(async () => {
  api = await startApiOnly();
  const account = { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "default" } };
  await api.call("POST", "/api/v1/namespaces/default/serviceaccounts", account);
});
afterAll(() => api.stop());

describe("an int64 field", () => {
  it.each([wide, most])("has the digits %s wherever it is shown", async (digits) => {
    const name = `p${digits}`;
    const tolerated = `"tolerations":[{"effect":"NoExecute","operator":"Exists","tolerationSeconds":-${digits}}]`;
    const made = await send("POST", pods, { body: pod(name, `${grace(digits)},${tolerated}`) });
    const path = `${pods}/${name}`;
    const labelled = made[1].replace('"metadata":{', '"metadata":{"labels":{"a":"b"},');
    const updated = await send("PUT", path, { body: labelled });
    expect(updated[1]).toContain('"a":"b"');
    for (const [status, answer] of [made, updated, await send("GET", path)]) {
      expect([status < 300, answer]).toEqual([true, expect.stringContaining(grace(digits))]);
      expect(answer).toContain(`"tolerationSeconds":-${digits}`);
    }
    expect((await send("GET", pods))[1]).toContain(grace(digits));
    expect((await send("GET", path, { accept: "application/yaml" }))[1]).toContain(
      `\n  terminationGracePeriodSeconds: ${digits}\n`,
    );
    const table = "application/json;as=Table;v=v1;g=meta.k8s.io";
    const [, rows] = await send("GET", `${path}?includeObject=Object`, { accept: table });
    expect(rows).toContain(grace(digits));
    expect((await send("GET", `${path}?pretty=1`))[1]).toContain(
      `"terminationGracePeriodSeconds": ${digits},`,
    );
  });

  it("goes in as YAML and as protobuf", async () => {
    const meta = (name: string) =>
      `apiVersion: apps/v1\nkind: ControllerRevision\nmetadata:\n  name: ${name}\n`;
    const type = "application/yaml";
    const body = `${meta("yaml")}revision: ${most}\ndata:\n  a: [${wide}, 0x20000000000001]\n`;
    const [made, answer] = await send("POST", revisions, { body, type });
    expect([made, answer]).toEqual([201, expect.stringContaining(`"revision":${most}`)]);
    expect(answer).toContain(`"data":{"a":[${wide},${wide}]}`);
    const fields: readonly WireField[] = [
      [1, [[1, "protobuf"]]],
      [2, [[1, `{"a":${wide}}`]]],
      [3, BigInt(most)],
    ];
    const [status, text] = await send("POST", revisions, {
      body: envelope("apps/v1", "ControllerRevision", ...fields),
      type: "application/vnd.kubernetes.protobuf",
    });
    expect([status, text]).toEqual([201, expect.stringContaining(`"revision":${most}`)]);
    expect(text).toContain(`"data":{"a":${wide}}`);
  });

  it("goes through every patch and server-side apply", async () => {
    const path = `${revisions}/patched`;
    const text = (digits: string) =>
      `{"apiVersion":"apps/v1","kind":"ControllerRevision","metadata":{"name":"patched"},"data":{},"revision":${digits}}`;
    expect((await send("POST", revisions, { body: text("1") }))[0]).toBe(201);
    const patch = (type: string, body: string, query = "") =>
      send("PATCH", `${path}${query}`, { body, type: `application/${type}` });
    const steps: readonly (readonly [string, string, string])[] = [
      ["merge-patch+json", `{"revision":${wide}}`, wide],
      ["strategic-merge-patch+json", `{"revision":${most}}`, most],
      [
        "json-patch+json",
        `[{"op":"test","path":"/revision","value":${most}},{"op":"replace","path":"/revision","value":${wide}}]`,
        wide,
      ],
    ];
    for (const [type, body, digits] of steps) {
      expect(await patch(type, body)).toEqual([
        200,
        expect.stringContaining(`"revision":${digits}`),
      ]);
    }
    const near = '[{"op":"test","path":"/revision","value":9007199254740992}]';
    expect((await patch("json-patch+json", near))[0]).toBe(422);
    for (const [digits, manager] of [
      [most, "a"],
      [most, "b"],
    ] as const) {
      const [status, answer] = await patch(
        "apply-patch+yaml",
        text(digits),
        `?fieldManager=${manager}&force=true`,
      );
      expect([status, answer]).toEqual([200, expect.stringContaining(`"revision":${digits}`)]);
    }
    const [conflict, why] = await patch(
      "apply-patch+yaml",
      text("9223372036854775806"),
      "?fieldManager=a",
    );
    expect([conflict, why]).toEqual([409, expect.stringContaining(".revision")]);
  });

  it("is watched", async () => {
    const stop = new AbortController();
    const url = `http://kubarium${pods}?watch=true&fieldSelector=metadata.name%3Dwatched`;
    const response = await api.fetch(new Request(url, { signal: stop.signal }));
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    await send("POST", pods, { body: pod("watched", grace(most)) });
    const { value } = await reader.read();
    expect(new TextDecoder().decode(value)).toContain(grace(most));
    await reader.cancel();
    stop.abort();
  });

  it("is the grace that a deletion writes down, its time reckoned as Go's durations wrap", async () => {
    const body = pod("bound", `${grace(most)},"nodeName":"n"`);
    expect((await send("POST", pods, { body }))[0]).toBe(201);
    const [status, answer] = await send("DELETE", `${pods}/bound`);
    expect([status, answer]).toEqual([
      200,
      expect.stringContaining(`"deletionGracePeriodSeconds":${most}`),
    ]);
    // time.Second * 9223372036854775807 is -1s.
    const { metadata } = JSON.parse(answer) as {
      metadata: { deletionTimestamp: string; creationTimestamp: string };
    };
    const secondsAfter =
      (Date.parse(metadata.deletionTimestamp) - Date.parse(metadata.creationTimestamp)) / 1000;
    expect(secondsAfter).toBe(-1);
    const options = `{"kind":"DeleteOptions","apiVersion":"v1","gracePeriodSeconds":${wide}}`;
    const shorter = await send("DELETE", `${pods}/bound`, { body: options });
    expect(shorter[1]).toContain(`"deletionGracePeriodSeconds":${wide}`);
    const asked = await send("DELETE", `${pods}/bound?gracePeriodSeconds=9007199254740995`);
    // Never longer again.
    expect(asked[1]).toContain(`"deletionGracePeriodSeconds":${wide}`);
    await send("POST", pods, { body: pod("asked", '"nodeName":"n"') });
    const deleted = await send("DELETE", `${pods}/asked?gracePeriodSeconds=9007199254740995`);
    expect(deleted[1]).toContain('"deletionGracePeriodSeconds":9007199254740995');
  });
});

describe("what int64 cannot hold", () => {
  const said = (number: string, field: string, type = "int64") =>
    `Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal number ${number} into Go struct field ${field} of type ${type}`;
  const graceField = "PodSpec.spec.terminationGracePeriodSeconds";
  it.each<[string, string, string, string?]>([
    ["one too many", grace("9223372036854775808"), said("9223372036854775808", graceField)],
    ["one too few", grace("-9223372036854775809"), said("-9223372036854775809", graceField)],
    ["no integer", grace("9007199254740993.0"), said("9007199254740993.0", graceField)],
    ["an int32 of 54 bits", `"priority":${wide}`, said(wide, "PodSpec.spec.priority", "int32")],
  ])("is refused: %s", async (_name, members, message) => {
    const [status, answer] = await send("POST", pods, { body: pod("refused", members) });
    expect([status, JSON.parse(answer).message]).toEqual([400, message]);
  });

  it.each([
    ["18446744073709551615", "18446744073709551615"],
    ["9223372036854775808", "9223372036854775808"],
    // A double by then, and Go's JSON of it.
    ["100000000000000000000", "100000000000000000000"],
    ["1e30", "1e+30"],
  ])("is refused in YAML as well: %s", async (digits, shown) => {
    const body = `apiVersion: v1\nkind: Pod\nmetadata: {name: refused}\nspec:\n  terminationGracePeriodSeconds: ${digits}\n  containers: []\n`;
    const [status, answer] = await send("POST", pods, { body, type: "application/yaml" });
    expect([status, JSON.parse(answer).message]).toEqual([400, said(shown, graceField)]);
  });
});

describe("what a patch puts where an integer must be", () => {
  const path = `${revisions}/integers`;
  beforeAll(async () => {
    const body =
      '{"apiVersion":"apps/v1","kind":"ControllerRevision","metadata":{"name":"integers"},"data":{},"revision":1}';
    await send("POST", revisions, { body });
  });
  const refused = (digits: string) => [
    422,
    expect.stringContaining(
      `json: cannot unmarshal number ${digits} into Go struct field ControllerRevision.revision of type int64`,
    ),
  ];

  it.each(["1.0", "1e3", "9223372036854775808", "1.5"])("is refused: %s", async (digits) => {
    for (const [type, body] of [
      ["merge-patch", `{"revision":${digits}}`],
      ["json-patch", `[{"op":"replace","path":"/revision","value":${digits}}]`],
    ] as const) {
      const [status, answer] = await send("PATCH", path, {
        body,
        type: `application/${type}+json`,
      });
      expect([status, JSON.parse(answer).message]).toEqual(refused(digits));
    }
  });

  it("may be a whole double in a strategic patch", async () => {
    const type = "application/strategic-merge-patch+json";
    expect(await send("PATCH", path, { body: '{"revision":7.0}', type })).toEqual([
      200,
      expect.stringContaining('"revision":7'),
    ]);
  });

  it("does not matter once it is gone again", async () => {
    const type = "application/json-patch+json";
    const body = `[{"op":"add","path":"/x","value":1.0},{"op":"remove","path":"/x"}]`;
    expect((await send("PATCH", path, { body, type }))[0]).toBe(200);
  });
});

it.each([
  [wide, "9007199254740993"],
  ["1000000000000000000000", "1000E"],
  ["1e3", "1e3"],
  ["0.50", "500m"],
  ["1.0", "1"],

  ["9007199254740993000", "9007199254740993k"],
])("a quantity may be the number %s", async (digits, shown) => {
  const limits = `"containers":[{"name":"c","image":"i","resources":{"limits":{"memory":${digits}}}}]`;
  const [, answer] = await send("POST", `${pods}?dryRun=All`, { body: pod("quantity", limits) });
  expect(answer).toContain(`"limits":{"memory":"${shown}"}`);
});

it("what a definition says of its kind's integers is exact", async () => {
  const integer = `"type":"integer","format":"int64"`;
  const properties = `"x":{${integer},"default":${wide},"enum":[${wide},1]},"s":{"type":"string","maxLength":${most}}`;
  const schema = `"schema":{"openAPIV3Schema":{"type":"object","properties":{${properties}}}}`;
  const body =
    `{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"exacts.example.com"},` +
    `"spec":{"group":"example.com","scope":"Cluster","names":{"plural":"exacts","kind":"Exact"},` +
    `"versions":[{"name":"v1","served":true,"storage":true,${schema}}]}}`;
  const [status, answer] = await send(
    "POST",
    "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
    { body },
  );
  expect([status, answer]).toEqual([201, expect.stringContaining(`"default":${wide}`)]);
  expect(answer).toContain(`"maxLength":${most}`);
  await api.host.settle();
  const own = '{"apiVersion":"example.com/v1","kind":"Exact","metadata":{"name":"one"}}';
  const made = await send("POST", "/apis/example.com/v1/exacts", { body: own });
  expect(made).toEqual([201, expect.stringContaining(`"x":${wide}`)]);
  const other = own.replace('"one"}', '"two"},"x":9007199254740992');
  expect(await send("POST", "/apis/example.com/v1/exacts", { body: other })).toEqual([
    422,
    expect.stringContaining("9007199254740992"),
  ]);
  expect((await send("GET", "/openapi/v3/apis/example.com/v1"))[1]).toContain(`"default":${wide}`);
  const swagger = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";
  expect((await send("GET", "/openapi/v2", { accept: swagger }))[1]).toContain(wide);
});

// time.Second * 9223372036854775807 is -1s: a context that is over before the watch begins.
it("a watch for more seconds than a duration holds ends at once", async () => {
  const url = `http://kubarium${pods}?watch=true&timeoutSeconds=${most}`;
  const response = await api.fetch(new Request(url));
  const ended = response.text();
  await api.host.settle();
  await api.host.advance(1);
  expect([response.status, await ended]).toEqual([200, expect.any(String)]);
});

describe("a number beyond every double", () => {
  const plain = "json: cannot unmarshal number 1e400 into Go value of type float64";
  const field =
    "json: cannot unmarshal number 1e400 into Go struct field JSONSchemaProps.spec.versions.schema.openAPIV3Schema.maximum of type float64";
  const definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  const open = '{"type":"object","x-kubernetes-preserve-unknown-fields":true}';
  const definition = (schema: string) =>
    `{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"infinites.example.com"},` +
    `"spec":{"group":"example.com","scope":"Cluster","names":{"plural":"infinites","kind":"Infinite"},` +
    `"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":${schema}}}]}}`;
  const custom = (rest: string) =>
    `{"apiVersion":"example.com/v1","kind":"Infinite","metadata":{"name":"one"}${rest}}`;
  const path = "/apis/example.com/v1/infinites";

  beforeAll(async () => {
    expect((await send("POST", definitions, { body: definition(open) }))[0]).toBe(201);
    await api.host.settle();
    expect((await send("POST", path, { body: custom("") }))[0]).toBe(201);
  });

  it.each([
    [definitions, definition('{"type":"number","maximum":1e400}'), field],
    [
      path,
      custom(',"a":[1e400]'),
      `Infinite in version "v1" cannot be handled as a Infinite: ${plain}`,
    ],
    [
      revisions,
      '{"apiVersion":"apps/v1","kind":"ControllerRevision","metadata":{"name":"x"},"revision":1,"data":{"a":1e400}}',
      plain,
    ],
  ])("is refused by %s", async (where, body, message) => {
    const [status, answer] = await send("POST", where, { body });
    expect([status, JSON.parse(answer).message]).toEqual([400, expect.stringContaining(message)]);
  });

  it.each([
    ["merge-patch+json", '{"a":1e400}', `error decoding patch: ${plain}`],
    [
      "json-patch+json",
      '[{"op":"add","path":"/a","value":[1e400]}]',
      "error decoding patch: json: cannot unmarshal number 1e400 into Go struct field jsonPatchOp.value of type float64",
    ],
  ])("is refused in a patch: %s", async (type, body, message) => {
    const sent = { body, type: `application/${type}` };
    const [status, answer] = await send("PATCH", `${path}/one`, sent);
    expect([status, JSON.parse(answer).message]).toEqual([400, message]);
    const [ignored] = await send("PATCH", `${path}/one?fieldValidation=Ignore`, sent);
    expect(ignored).toBeGreaterThanOrEqual(400);
    expect((await send("GET", `${path}/one`))[1]).not.toContain('"a"');
  });

  it("is refused in a strategic patch", async () => {
    const type = "application/strategic-merge-patch+json";
    const sent = { body: '{"data":{"a":1e400}}', type };
    const [status, answer] = await send("PATCH", `${revisions}/integers`, sent);
    expect([status, JSON.parse(answer).message]).toEqual([400, plain]);
  });

  it("is refused in what is applied, and in JSON within protobuf", async () => {
    const type = "application/apply-patch+yaml";
    const applied = { body: custom(',"a":1e400'), type };
    expect((await send("PATCH", `${path}/one?fieldManager=m`, applied))[0]).toBe(400);
    const fields: readonly WireField[] = [
      [1, [[1, "raw"]]],
      [2, [[1, '{"a":1e400}']]],
    ];
    const [status, answer] = await send("POST", revisions, {
      body: envelope("apps/v1", "ControllerRevision", ...fields),
      type: "application/vnd.kubernetes.protobuf",
    });
    expect([status, JSON.parse(answer).message]).toEqual([400, expect.stringContaining(plain)]);
  });

  it("does not matter where nobody reads it", async () => {
    const body = pod("unread", '"unknown":1e400');
    expect((await send("POST", pods, { body }))[0]).toBe(201);
  });
});
