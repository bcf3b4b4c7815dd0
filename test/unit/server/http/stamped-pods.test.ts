/** Pods of one template, and those that differ in free texts, are answered as each would be alone. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApiOnly, type ApiOnly, type Body } from "../../../fixtures/api-only.ts";

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
        );
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
