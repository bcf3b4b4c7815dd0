/** Bodies that end alike are read as they would be read alone. */
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { decodeJsonText } from "../../../../src/api/decode/body.ts";
import { checkFields } from "../../../../src/api/decode/check-fields.ts";
import { schemaOf } from "../../../../src/api/schema/built-in.ts";
import type { TypeSchema } from "../../../../src/api/schema/type-schema.ts";
import { isShared } from "../../../../src/api/shared-parts.ts";
import { StampedBodies } from "../../../../src/server/http/stamped-bodies.ts";
import { startApiOnly, type ApiOnly, type Body } from "../../../fixtures/api-only.ts";

const podSchema = schemaOf("io.k8s.api.core.v1.Pod") as TypeSchema;
const spec = '{"containers":[{"name":"web","image":"web:1.2","ports":[{"containerPort":80}]}]}';
const pod = (name: string, end: string): string =>
  `{"kind":"Pod","apiVersion":"v1","metadata":{"name":"${name}"},${end}`;

function readThrice(make: (name: string) => string, bodies = new StampedBodies()) {
  bodies.read(make("a"), podSchema);
  bodies.read(make("b"), podSchema);
  return bodies.read(make("c"), podSchema);
}

describe("a body that ends like two before it", () => {
  test.each([
    ["as Go writes it", (name: string) => pod(name, `"spec":${spec},"status":{}}`)],
    ["with room between", (name: string) => pod(name, ` "spec": ${spec} , "status" : {} } \n`)],
    ["without a status", (name: string) => pod(name, `"spec":${spec}}`)],
    [
      "with the word in its metadata",
      (name: string) =>
        `{"metadata":{"name":"${name}","annotations":{"last":"{\\"spec\\":{}}"}},"spec":${spec}}`,
    ],
  ])("is what it is alone: %s", (_name, make) => {
    const read = readThrice(make);
    const { object } = decodeJsonText(make("c"));
    expect(read?.object).toEqual(checkFields(object, podSchema).object);
    expect(Object.keys(read?.object ?? {})).toEqual(Object.keys(object));
    expect(isShared(read?.object["spec"])).toBe(true);
  });

  test.each([
    ["the spec comes first", (name: string) => `{"spec":${spec},"metadata":{"name":"${name}"}}`],
    [
      "an annotation has the name",
      (name: string) => `{"metadata":{"name":"${name}","annotations":{"spec":"a"}},"spec":${spec}}`,
    ],
    ["the word is nested", (name: string) => `{"metadata":{"name":"${name}","spec":${spec}}}`],
    ["a member is there twice", (name: string) => pod(name, `"spec":${spec},"spec":{}}`)],
    ["the kind is, before and after", (name: string) => pod(name, `"spec":${spec},"kind":"Pod"}`)],
    [
      "the status is, before and after",
      (name: string) =>
        pod(name, `"status":{},"spec":${spec},"status":{}}`).replace(
          `"metadata"`,
          `"status":{},"metadata"`,
        ),
    ],
    [
      "a field is unknown",
      (name: string) => pod(name, `"spec":${spec.replace("ports", "prots")}}`),
    ],
    ["a number is odd", (name: string) => pod(name, `"spec":${spec.replace("80", "8e1")}}`)],
    ["a type is wrong", (name: string) => pod(name, `"spec":${spec.replace("80", '"http"')}}`)],
    ["the text goes on", (name: string) => pod(name, `"spec":${spec}}{}`)],
    ["the text ends early", (name: string) => pod(name, `"spec":${spec}`)],
    ["it is nothing", (name: string) => pod(name, `"spec":null${" ".repeat(100)}}`)],
    ["it is short", (name: string) => pod(name, '"spec":{"containers":[]}}')],
    [
      "it is huge",
      (name: string) => pod(name, `"spec":${spec.replace("web:1.2", "x".repeat(40_000))}}`),
    ],
  ])("is left to be read whole where %s", (_name, make) => {
    expect(readThrice(make)).toBeUndefined();
  });

  test.each([
    ["is broken", `{"metadata":{"name":"c"`],
    ["has a field twice", `{"metadata":{"name":"c","name":"d"}`],
    ["has an odd number", `{"metadata":{"generation":1.0}`],
    ["has the end's members", `{"status":{}`],
    ["has a name that would be lost", `{"metadata":{"__proto__":{}}`],
  ])("is left to be read whole where its beginning %s", (_name, beginning) => {
    const bodies = new StampedBodies();
    const end = `"spec":${spec},"status":{}}`;
    expect(readThrice((name) => pod(name, end), bodies)).toBeDefined();
    expect(bodies.read(`${beginning},${end}`, podSchema)).toBeUndefined();
    expect(bodies.read(pod("d", end), podSchema)).toBeDefined();
  });

  it("is forgotten when many others have come since, not when they came before", () => {
    const bodies = new StampedBodies();
    const end = (index: number): string => `"spec":${spec.replace("80", `${8000 + index}`)}}`;
    const read = (index: number) => bodies.read(pod("a", end(index)), podSchema);
    for (let round = 0; round < 3; round += 1) for (let at = 0; at < 16; at += 1) read(at);
    expect(read(0)).toBeDefined();
    read(16);
    expect(read(0)).toBeDefined();
    expect(read(1)).toBeUndefined();
  });
});

const full = (texts: {
  readonly image?: string;
  readonly value?: string;
  readonly args?: string;
  readonly hostname?: string;
  readonly claim?: string;
}): string => {
  const { image = "web:1", value = "a", args = '"-v"', hostname = "h", claim = "c" } = texts;
  return (
    `"spec": {"hostname":"${hostname}","containers":[{"name":"web","image": "${image}","args":[${args}],` +
    `"env":[{"name":"A","value":"${value}"}],"ports":[{"containerPort":80}]}],` +
    `"volumes":[{"name":"v","persistentVolumeClaim":{"claimName":"${claim}"}}],` +
    `"tolerations":[{"key":"k","value":"${value.length < 9 ? "t" : value}"}]},"status":{}}`
  );
};

describe("a body that differs in free texts from two before it", () => {
  const others = [full({}), full({ image: "web:2", value: "b", args: '"-q"', hostname: "i" })];

  test.each([
    ["an image", { image: "registry.example/team/web@sha256:" + "0".repeat(64) }],
    ["a variable of spaces and other letters", { value: " \u00e9 \u{1F600} \u2028" }],
    ["a list of arguments with quotes", { args: '"say", "\\"hi\\"\\n", "\\u00e9", ""' }],
    ["a longer list", { args: '"a","b" , "c"' }],
    ["a name of the host", { hostname: "web-0" }],
    ["all of them", { image: "x:1", value: "]}", args: '"]", "}"', hostname: "z" }],
  ])("is what it is alone: %s", (_name, texts) => {
    const bodies = new StampedBodies();
    for (const end of others) bodies.read(pod("a", end), podSchema);
    const text = pod("c", full(texts));
    const read = bodies.read(text, podSchema);
    const { object } = decodeJsonText(text);
    expect(read?.object).toEqual(checkFields(object, podSchema).object);
    expect(isShared(read?.object["spec"])).toBe(true);
    expect(Object.isFrozen(read?.object["spec"])).toBe(true);
    expect(JSON.stringify(read?.object)).toBe(JSON.stringify(object));
  });

  test.each([
    ["an image that is pulled always", { image: "web" }],
    ["an image with room around it", { image: " web:1" }],
    ["no image", { image: "" }],
    ["a variable that refers to another", { value: "$(A)" }],
    ["a variable without a value", { value: "" }],
    ["a value with an escape", { value: "\\n" }],
    ["a control character", { value: "\n" }],
    ["a name that no host may have", { hostname: "Web_0" }],
    ["no arguments", { args: "" }],
    ["arguments that are no texts", { args: "1" }],
    ["a text of a field that is not free", { value: "something" }],
  ])("is left to be read whole where that is %s", (_name, texts) => {
    const bodies = new StampedBodies();
    for (const end of others) bodies.read(pod("a", end), podSchema);
    expect(bodies.read(pod("c", full(texts)), podSchema)).toBeUndefined();
    expect(bodies.read(pod("d", others[0] ?? ""), podSchema)).toBeDefined();
  });

  it("has blanks only where texts have differed, and one more each time another one does", () => {
    const bodies = new StampedBodies();
    const specOf = (end: string) => bodies.read(pod("a", end), podSchema)?.object["spec"];
    specOf(full({}));
    expect(specOf(full({}))).toBe(specOf(full({})));
    const claimed = [full({ claim: "d" }), full({ claim: "e" }), full({ image: "x:1" })].map(
      specOf,
    );
    expect(claimed).toMatchObject([
      { volumes: [{ persistentVolumeClaim: { claimName: "d" } }] },
      { volumes: [{ persistentVolumeClaim: { claimName: "e" } }] },
      { volumes: [{ persistentVolumeClaim: { claimName: "c" } }], containers: [{ image: "x:1" }] },
    ]);
  });

  it("is not taken for one that has a marker of its own", () => {
    const bodies = new StampedBodies();
    const marked = (image: string): string => full({ image }).replace('"-v"', '"kubarium-blank-0"');
    for (const image of ["a:1", "b:1"]) bodies.read(pod("a", marked(image)), podSchema);
    const read = bodies.read(pod("c", marked("c:1")), podSchema);
    expect(read).toBeUndefined();
  });
});

const specs: readonly [string, Body, Body?][] = [
  ["an ordinary one", { containers: [{ name: "c", image: "web:1.2" }] }],
  [
    "one with nearly everything",
    {
      serviceAccountName: "builder",
      initContainers: [{ name: "i", image: "init", restartPolicy: "Always" }],
      containers: [
        {
          name: "c",
          image: "web",
          ports: [{ containerPort: 80 }],
          env: [{ name: "A", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } }],
          resources: { limits: { cpu: "1500m", memory: "1024Mi" } },
          livenessProbe: { httpGet: { path: "/", port: 80 } },
          volumeMounts: [{ name: "v", mountPath: "/v" }],
        },
      ],
      volumes: [{ name: "v", configMap: { name: "m" } }],
      tolerations: [{ key: "node.kubernetes.io/not-ready", operator: "Exists" }],
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: "zone",
          whenUnsatisfiable: "DoNotSchedule",
          labelSelector: { matchLabels: { app: "web" } },
          matchLabelKeys: ["hash"],
        },
      ],
    },
    { labels: { app: "web", hash: "x" }, annotations: { note: "yes" } },
  ],
  [
    "one on the host's network",
    { hostNetwork: true, containers: [{ name: "c", image: "w", ports: [{ containerPort: 80 }] }] },
  ],
  [
    "a gated one",
    { schedulingGates: [{ name: "example.com/a" }], containers: [{ name: "c", image: "web" }] },
  ],
  [
    "one that draws warnings",
    {
      nodeSelector: { "beta.kubernetes.io/os": "linux" },
      containers: [
        {
          name: "c",
          image: "web",
          env: [
            { name: "A", value: "1" },
            { name: "A", value: "2" },
          ],
        },
      ],
    },
  ],
  [
    "one with a profile in annotations",
    { containers: [{ name: "c", image: "web" }] },
    { annotations: { "container.apparmor.security.beta.kubernetes.io/c": "runtime/default" } },
  ],
  [
    "one that claims volumes of its own",
    {
      containers: [{ name: "c", image: "web" }],
      volumes: [
        {
          name: "v",
          ephemeral: {
            volumeClaimTemplate: {
              spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
            },
          },
        },
      ],
    },
  ],
  [
    "one that is not valid",
    { containers: [{ name: "C_", image: "" }], restartPolicy: "Never again" },
  ],
  [
    "one that is refused by its class",
    { priorityClassName: "nobody", containers: [{ name: "c", image: "web" }] },
  ],
];

describe("Pods of one template", () => {
  let alone: ApiOnly;
  let many: ApiOnly;
  beforeAll(async () => {
    [alone, many] = await Promise.all([startApiOnly(), startApiOnly()]);
    for (const api of [alone, many]) {
      await api.call("POST", "/api/v1/namespaces/default/serviceaccounts", {
        metadata: { name: "builder" },
        imagePullSecrets: [{ name: "pull" }],
      });
    }
  });
  afterAll(() => Promise.all([alone.stop(), many.stop()]));

  const post = async (
    api: ApiOnly,
    name: string,
    { spec: own, more }: { spec: Body; more: Body },
  ) => {
    const body = { apiVersion: "v1", kind: "Pod", metadata: { name, ...more }, spec: own };
    const path = "/api/v1/namespaces/default/pods?fieldValidation=Warn";
    return api.call("POST", path, JSON.stringify(body));
  };

  /** Without what tells one Pod from the next. */
  const common = ({ status, headers, body }: Awaited<ReturnType<typeof post>>, name: string) => {
    const text = JSON.stringify({ status, warning: headers.get("warning"), body });
    return text
      .replaceAll(name, "NAME")
      .replaceAll(/kube-api-access-[a-z0-9]{5}/g, "TOKEN")
      .replaceAll(/"(uid|resourceVersion)":"[^"]*"/g, '"$1":""')
      .replaceAll(/"[^"]*T[0-9:]{8}Z"/g, '"TIME"');
  };

  it.each(specs)("are answered as one is alone: %s", async (title, own, more = {}) => {
    const base = `n${specs.findIndex(([each]) => each === title)}x`;
    const expected = common(await post(alone, `${base}0`, { spec: own, more }), `${base}0`);
    for (const turn of [1, 2, 3, 4]) {
      const answer = await post(many, `${base}${turn}`, { spec: own, more });
      expect(common(answer, `${base}${turn}`)).toBe(expected);
      if (answer.status !== 201) continue;
      const stored = await many.call("GET", `/api/v1/namespaces/default/pods/${base}${turn}`);
      expect(stored.body).toEqual(answer.body);
    }
  });

  it.each(specs)(
    "are answered as one is alone where their texts differ: %s",
    async (title, own, more = {}) => {
      const base = `t${specs.findIndex(([each]) => each === title)}x`;
      const texts = (turn: number): Body =>
        JSON.parse(
          JSON.stringify(own, (key, value: unknown) => {
            if (key === "image" && typeof value === "string" && value !== "")
              return `${value}${turn}`;
            return key === "containers"
              ? (value as Body[]).map((each) => ({
                  ...each,
                  command: ["run", `--turn=${turn}`, '"'],
                  env: [
                    ...(each["env"] ?? []),
                    { name: "TURN", value: turn > 4 ? "$(A)" : `${turn}` },
                  ],
                }))
              : value;
          }),
        ) as Body;
      for (const turn of [1, 2, 3, 4, 5, 6]) {
        const name = `${base}${turn}`;
        const variant = { spec: { ...texts(turn), hostname: `host-${turn}` }, more };
        const answer = await post(many, name, variant);
        // With room before the colon nothing is known of the end.
        const body = {
          apiVersion: "v1",
          kind: "Pod",
          metadata: { name, ...more },
          spec: variant.spec,
        };
        const path = "/api/v1/namespaces/default/pods?fieldValidation=Warn";
        const text = JSON.stringify(body).replace('"spec":', '"spec" :');
        const whole = await alone.call("POST", path, text);
        expect(common(answer, name)).toBe(common(whole, name));
        if (answer.status !== 201) continue;
        const stored = await many.call("GET", `/api/v1/namespaces/default/pods/${name}`);
        expect(stored.body).toEqual(answer.body);
      }
    },
  );

  it("have a volume for their tokens, under one name", async () => {
    const names: string[] = [];
    for (const turn of [1, 2, 3, 4]) {
      const own = { containers: [{ name: "c", image: "token:1" }] };
      const { body } = await post(many, `token-${turn}`, { spec: own, more: {} });
      names.push(body.spec.volumes[0].name);
      expect(body.spec.containers[0].volumeMounts[0].name).toBe(names.at(-1));
    }
    expect(names[3]).toBe(names[2]);
    expect(names[2]).toMatch(/^kube-api-access-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  });

  it("follow what they depend on beside the template: account, limits and classes", async () => {
    const own = { containers: [{ name: "c", image: "follow:1" }] };
    const next = async (turn: number): Promise<Body> =>
      (await post(many, `follow-${turn}`, { spec: own, more: {} })).body;
    for (const turn of [1, 2, 3]) await next(turn);
    const account = "/api/v1/namespaces/default/serviceaccounts/default";
    const patch = { "content-type": "application/merge-patch+json" };
    await many.call("PATCH", account, { imagePullSecrets: [{ name: "later" }] }, patch);
    expect((await next(4)).spec.imagePullSecrets).toEqual([{ name: "later" }]);
    await many.call("PATCH", account, { automountServiceAccountToken: false }, patch);
    expect((await next(5)).spec.volumes).toBeUndefined();
    await many.call("POST", "/apis/scheduling.k8s.io/v1/priorityclasses", {
      metadata: { name: "high" },
      value: 7,
      globalDefault: true,
    });
    const sixth = await next(6);
    expect([sixth.spec.priority, sixth.spec.priorityClassName]).toEqual([7, "high"]);
    await many.call("POST", "/api/v1/namespaces/default/limitranges", {
      metadata: { name: "l" },
      spec: { limits: [{ type: "Container", default: { cpu: "2" } }] },
    });
    const seventh = await next(7);
    expect(seventh.spec.containers[0].resources.limits).toEqual({ cpu: "2" });
    expect(seventh.status.qosClass).toBe("Burstable");
  });

  it("can be changed one by one", async () => {
    const own = { containers: [{ name: "c", image: "change:1" }] };
    for (const turn of [1, 2, 3, 4]) await post(many, `change-${turn}`, { spec: own, more: {} });
    const path = (turn: number): string => `/api/v1/namespaces/default/pods/change-${turn}`;
    const apply = { "content-type": "application/apply-patch+yaml" };
    const image = { spec: { containers: [{ name: "c", image: "change:2" }] } };
    const merged = { "content-type": "application/strategic-merge-patch+json" };
    expect((await many.call("PATCH", path(3), image, merged)).body.spec.containers[0].image).toBe(
      "change:2",
    );
    const applied = { apiVersion: "v1", kind: "Pod", ...image };
    const forced = await many.call("PATCH", `${path(4)}?fieldManager=m&force=true`, applied, apply);
    expect(forced.status).toBe(200);
    const managers = forced.body.metadata.managedFields.map(({ manager }: Body) => manager);
    expect(managers).toContain("m");
    const third = await many.call("GET", path(3));
    expect(third.body.metadata.managedFields).toHaveLength(1);
    const untouched = await many.call("GET", path(2));
    expect(untouched.body.spec.containers[0].image).toBe("change:1");
  });
});
