/**
 * Unknown and doubled fields of whole bodies under fieldValidation: the words, their order and their lines. Rows of TestFieldValidation
 * (Kubernetes, test/integration/apiserver/field_validation_test.go).
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApiOnly, type ApiOnly } from "../../fixtures/api-only.ts";

let api: ApiOnly;
beforeAll(async () => {
  api = await startApiOnly();
});
afterAll(() => api.stop());

const container = `"name": "nginx", "image": "nginx:latest", "unknownNested": "val1", "imagePullPolicy": "Always", "imagePullPolicy": "Never"`;
const json = (name: string): string => `{
  "apiVersion": "apps/v1",
  "kind": "Deployment",
  "metadata": {"name": "dupename", "name": "${name}", "labels": {"app": "nginx"}, "unknownMeta": "metaVal"},
  "spec": {
    "unknown1": "val1",
    "unknownDupe": "valDupe",
    "unknownDupe": "valDupe2",
    "paused": true,
    "paused": false,
    "selector": {"matchLabels": {"app": "nginx"}},
    "template": {"metadata": {"labels": {"app": "nginx"}}, "spec": {"containers": [{${container}}]}}
  }
}`;
const yaml = (name: string): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: dupename
  name: ${name}
  unknownMeta: metaVal
  labels:
    app: nginx
spec:
  unknown1: val1
  unknownDupe: valDupe
  unknownDupe: valDupe2
  paused: true
  paused: false
  selector:
    matchLabels:
      app: nginx
  template:
    metadata:
      labels:
        app: nginx
    spec:
      containers:
      - name: nginx
        image: nginx:latest
        unknownNested: val1
        imagePullPolicy: Always
        imagePullPolicy: Never`;

const inJson = [
  'duplicate field "metadata.name"',
  'unknown field "metadata.unknownMeta"',
  'unknown field "spec.unknown1"',
  'unknown field "spec.unknownDupe"',
  'duplicate field "spec.paused"',
  'unknown field "spec.template.spec.containers[0].unknownNested"',
  'duplicate field "spec.template.spec.containers[0].imagePullPolicy"',
];
const lines = [
  'line 5: key "name" already set in map',
  'line 12: key "unknownDupe" already set in map',
  'line 14: key "paused" already set in map',
  'line 28: key "imagePullPolicy" already set in map',
];
const inYaml = [
  'unknown field "metadata.unknownMeta"',
  'unknown field "spec.template.spec.containers[0].unknownNested"',
  'unknown field "spec.unknown1"',
  'unknown field "spec.unknownDupe"',
];

async function send(method: string, path: string, body: string, type: string) {
  const headers = { "content-type": type };
  const response = await api.fetch(
    new Request(`http://kubarium/apis/apps/v1/namespaces/default/deployments${path}`, {
      method,
      headers,
      body,
    }),
  );
  const header = response.headers.get("warning") ?? "";
  const warnings = [...header.matchAll(/299 - ("(?:\\.|[^"\\])*")/g)];
  const answer = (await response.json()) as { message?: string };
  return {
    status: response.status,
    message: answer.message,
    warnings: warnings.map(([, text = '""']) => JSON.parse(text) as string),
  };
}

describe.each([
  ["application/json", json, inJson.join(", "), inJson],
  [
    "application/yaml",
    yaml,
    [["yaml: unmarshal errors:", ...lines].join("\n  "), ...inYaml].join(", "),
    [...lines, ...inYaml],
  ],
] as const)("%s", (type, bodyOf, errors, warnings) => {
  const name = type.slice(12);
  const refused =
    'Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: ';

  it("is refused under Strict", async () => {
    const { status, message } = await send("POST", "?fieldValidation=Strict", bodyOf(name), type);
    expect([status, message]).toEqual([400, `${refused}${errors}`]);
  });

  it.each(["", "?fieldValidation=Warn"])("is warned of under %j", async (query) => {
    const made = await send("POST", `${query}${query ? "&" : "?"}dryRun=All`, bodyOf(name), type);
    expect([made.status, made.warnings]).toEqual([201, warnings]);
  });

  it("is taken as it is under Ignore", async () => {
    const made = await send("POST", "?fieldValidation=Ignore", bodyOf(name), type);
    expect([made.status, made.warnings]).toEqual([201, []]);
    const put = await send("PUT", `/${name}?fieldValidation=Strict`, bodyOf(name), type);
    expect([put.status, put.message]).toEqual([400, `${refused}${errors}`]);
  });
});

it.each([
  ["a: [", "yaml: line "],
  ["a: .inf", "json: unsupported value: +Inf"],
  ["a: -.inf", "json: unsupported value: -Inf"],
  ["a: .nan", "json: unsupported value: NaN"],
])("YAML that is none, %s, is refused in the words of its decoder", async (body, why) => {
  const { status, message } = await send("POST", "", body, "application/yaml");
  expect([status, message]).toEqual([400, expect.stringContaining(why)]);
  expect(message).not.toContain("error converting");
});
