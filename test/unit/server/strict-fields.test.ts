/**
 * Unknown and doubled fields of whole bodies under fieldValidation: the words, their order and their lines. Rows of TestFieldValidation
 * (Kubernetes, test/integration/apiserver/field_validation_test.go).
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApiOnly, type ApiOnly } from "../../fixtures/api-only.ts";
import { definitionOf } from "../../fixtures/definition.ts";

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

const deployments = "/apis/apps/v1/namespaces/default/deployments";

async function send(method: string, path: string, body: string, type: string) {
  const headers = { "content-type": type };
  const response = await api.fetch(
    new Request(`http://kubarium${path.startsWith("/apis") ? "" : deployments}${path}`, {
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

describe("a custom resource", () => {
  const preserved = { "x-kubernetes-preserve-unknown-fields": true };
  const text = { type: "string" };
  const port = {
    type: "object",
    required: ["containerPort", "protocol"],
    properties: {
      containerPort: { type: "integer", format: "int32" },
      hostIP: text,
      hostPort: { type: "integer", format: "int32" },
      name: text,
      protocol: text,
    },
  };
  const definition = (group: string, open: object) => {
    const spec = {
      type: "object",
      ...open,
      properties: {
        cronSpec: text,
        knownField1: text,
        embeddedObj: {
          "x-kubernetes-embedded-resource": true,
          type: "object",
          properties: {
            apiversion: text,
            kind: text,
            metadata: { type: "object" },
          },
        },
        ports: {
          type: "array",
          "x-kubernetes-list-map-keys": ["containerPort", "protocol"],
          "x-kubernetes-list-type": "map",
          items: port,
        },
      },
    };
    return definitionOf(
      "Noxu",
      { type: "object", properties: { spec } },
      { group, scope: "Cluster" },
    );
  };
  const groups = ["schema.example.com", "schemaless.example.com"];

  beforeAll(async () => {
    const path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    for (const [at, group] of groups.entries()) {
      const { status } = await api.call("POST", path, definition(group, at === 0 ? {} : preserved));
      expect(status).toBe(201);
    }
    await api.host.settle();
  });

  const jsonOf = (group: string): string => `{
  "apiVersion": "${group}/v1", "kind": "Noxu",
  "metadata": {"name": "dupename", "name": "one", "unknownMeta": "metaVal"},
  "spec": {
    "unknown1": "val1", "unknownDupe": "valDupe", "unknownDupe": "valDupe2",
    "knownField1": "val1", "knownField1": "val2",
    "ports": [{"name": "portName", "containerPort": 8080, "protocol": "TCP", "hostPort": 8081, "hostPort": 8082, "unknownNested": "val"}],
    "embeddedObj": {
      "apiVersion": "v1", "kind": "ConfigMap",
      "metadata": {"name": "my-cm", "namespace": "my-ns", "unknownEmbeddedMeta": "foo"}
    }
  }
}`;
  const yamlOf = (group: string): string => `
apiVersion: "${group}/v1"
kind: "Noxu"
metadata:
  name: dupename
  name: "one"
  resourceVersion: ""
  unknownMeta: metaVal
spec:
  unknown1: val1
  unknownDupe: valDupe
  unknownDupe: valDupe2
  knownField1: val1
  knownField1: val2
  ports:
  - name: portName
    containerPort: 8080
    protocol: TCP
    hostPort: 8081
    hostPort: 8082
    unknownNested: val
  embeddedObj:
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: my-cm
      namespace: my-ns
      unknownEmbeddedMeta: foo`;
  const doubled = [
    "metadata.name",
    "spec.unknownDupe",
    "spec.knownField1",
    "spec.ports[0].hostPort",
  ];
  const duplicates = doubled.map((path) => `duplicate field "${path}"`);
  const yamlLines = [
    'line 6: key "name" already set in map',
    'line 12: key "unknownDupe" already set in map',
    'line 14: key "knownField1" already set in map',
    'line 20: key "hostPort" already set in map',
  ];
  const own = ['unknown field "spec.unknown1"', 'unknown field "spec.unknownDupe"'];
  const unknown = (at: number): readonly string[] => [
    'unknown field "metadata.unknownMeta"',
    'unknown field "spec.ports[0].unknownNested"',
    ...(at === 0 ? own : []),
    'unknown field "spec.embeddedObj.metadata.unknownEmbeddedMeta"',
  ];

  it.each([0, 1])("tells doubled fields first, then unknown ones: %i", async (at) => {
    const group = groups[at] ?? "";
    const path = `/apis/${group}/v1/noxus?dryRun=All&fieldValidation=`;
    const joined = ["yaml: unmarshal errors:", ...yamlLines].join("\n  ");
    for (const [type, body, errors, warned] of [
      ["application/json", jsonOf(group), duplicates, duplicates],
      ["application/yaml", yamlOf(group), [joined], yamlLines],
    ] as const) {
      const strict = await send("POST", `${path}Strict`, body, type);
      const texts = [...errors, ...unknown(at)].join(", ");
      expect([strict.status, strict.message]).toEqual([
        400,
        `Noxu in version "v1" cannot be handled as a Noxu: strict decoding error: ${texts}`,
      ]);
      const warn = await send("POST", `${path}Warn`, body, type);
      expect([warn.status, warn.warnings]).toEqual([201, [...warned, ...unknown(at)]]);
    }
  });
});

describe("what is applied", () => {
  const body = (name: string): string => `{
		"apiVersion": "apps/v1",
		"kind": "Deployment",
		"metadata": {
			"name": "${name}",
			"labels": {"app": "nginx"}
		},
		"spec": {
			"paused": false,
			"paused": true,
			"selector": {
				"matchLabels": {
					"app": "nginx"
				}
			},
			"template": {
				"metadata": {
					"labels": {
						"app": "nginx"
					}
				},
				"spec": {
					"containers": [{
						"name":  "nginx",
						"image": "nginx:latest",
						"imagePullPolicy": "Never",
						"imagePullPolicy": "Always"
					}]
				}
			}
		}
	}`;
  const told = [
    'line 10: key "paused" already set in map',
    'line 27: key "imagePullPolicy" already set in map',
  ];
  const apply = (mode: string) =>
    send(
      "PATCH",
      `/apply${mode.toLowerCase()}?fieldManager=mgr${mode ? `&fieldValidation=${mode}` : ""}`,
      body(`apply${mode.toLowerCase()}`),
      "application/apply-patch+yaml",
    );

  it("is refused under Strict, by the lines of its YAML", async () => {
    const { status, message } = await apply("Strict");
    const why =
      "error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:";
    expect([status, message]).toEqual([400, [why, ...told].join("\n  ")]);
  });

  it.each([
    ["Warn", told],
    ["", told],
    ["Ignore", []],
  ])("is warned of under %j", async (mode, warnings) => {
    const found = await apply(mode);
    expect([found.status, found.warnings]).toEqual([201, warnings]);
  });
});

describe("a patch", () => {
  const members = `"spec": {
    "unknown1": "val1", "unknownDupe": "valDupe", "unknownDupe": "valDupe2", "paused": true, "paused": false,
    "template": {"spec": {"containers": [{
      "name": "nginx", "image": "nginx:latest", "unknownNested": "val1", "imagePullPolicy": "Always", "imagePullPolicy": "Never"
    }]}}
  }`;
  const container = "/spec/template/spec/containers/0";
  const operations = `[
    {"op": "add", "path": "/spec/unknown1", "value": "val1", "foo":"bar"},
    {"op": "add", "path": "/spec/unknown2", "path": "/spec/unknown3", "value": "val1"},
    {"op": "add", "path": "/spec/unknownDupe", "value": "valDupe"},
    {"op": "add", "path": "/spec/unknownDupe", "value": "valDupe2"},
    {"op": "add", "path": "/spec/paused", "value": true},
    {"op": "add", "path": "/spec/paused", "value": false},
    {"op": "add", "path": "${container}/unknownNested", "value": "val1"},
    {"op": "add", "path": "${container}/imagePullPolicy", "value": "Always"},
    {"op": "add", "path": "${container}/imagePullPolicy", "value": "Never"}
  ]`;
  const nested = 'unknown field "spec.template.spec.containers[0].unknownNested"';
  const merged = [
    'duplicate field "spec.unknownDupe"',
    'duplicate field "spec.paused"',
    'duplicate field "spec.template.spec.containers[0].imagePullPolicy"',
    nested,
    'unknown field "spec.unknown1"',
    'unknown field "spec.unknownDupe"',
  ];
  const operated = [
    'json patch unknown field "[0].foo"',
    'json patch duplicate field "[1].path"',
    nested,
    'unknown field "spec.unknown1"',
    'unknown field "spec.unknown3"',
    'unknown field "spec.unknownDupe"',
  ];

  it.each([
    ["merge-patch+json", `{${members}}`, merged],
    ["strategic-merge-patch+json", `{${members}}`, merged],
    ["json-patch+json", operations, operated],
  ])("is told of what it has twice, then of what nobody knows: %s", async (type, body, faults) => {
    const name = `patched-${type.split("-")[0] ?? ""}`;
    const made = await send("POST", "?fieldValidation=Ignore", json(name), "application/json");
    expect(made.status).toBe(201);
    const patch = (mode: string) =>
      send("PATCH", `/${name}?fieldValidation=${mode}`, body, `application/${type}`);
    const strict = await patch("Strict");
    expect([strict.status, strict.message]).toEqual([
      422,
      expect.stringMatching(/strict decoding error: .*$/),
    ]);
    expect(strict.message?.split("strict decoding error: ")[1]).toBe(faults.join(", "));
    expect((await patch("Ignore")).warnings).toEqual([]);
    const warn = await patch("Warn");
    expect([warn.status, warn.warnings]).toEqual([200, faults]);
  });
});
