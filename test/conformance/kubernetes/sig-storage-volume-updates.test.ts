/** The conformance texts of sig-storage about volumes that follow what they were made of. */
import { expect } from "vitest";
import { eventually } from "../../fixtures/eventually.ts";
import { type ConformanceApi, describeConformance } from "./conformance-suite.ts";

type Volume = Readonly<Record<string, object>>;

/** The sources of a volume: objects that hold its files, and the volume of one of them. */
interface Source {
  readonly resource: "configmaps" | "secrets";
  readonly volume: (name: string) => Volume;
}

const configMap: Source = {
  resource: "configmaps",
  volume: (name) => ({ configMap: { name, optional: true } }),
};
const secret: Source = {
  resource: "secrets",
  volume: (secretName) => ({ secret: { secretName, optional: true } }),
};

function projected({ resource, volume }: Source): Source {
  return {
    resource,
    volume: (name) => {
      const sources =
        resource === "secrets" ? [{ secret: { name, optional: true } }] : [volume(name)];
      return { projected: { sources } };
    },
  };
}

const labelsAndAnnotations = {
  items: ["labels", "annotations"].map((path) => ({
    path,
    fieldRef: { apiVersion: "v1", fieldPath: `metadata.${path}` },
  })),
};
const downwardAPI: Volume = { downwardAPI: labelsAndAnnotations };
const projectedDownwardAPI: Volume = {
  projected: { sources: [{ downwardAPI: labelsAndAnnotations }] },
};

describeConformance("sig-storage", (suite) => {
  suite.test("ConfigMap Volume, create, update and delete", (api) =>
    expectToFollow(api, configMap),
  );
  suite.test("ConfigMap Volume, update", (api) => expectUpdates(api, configMap));
  suite.test("DownwardAPI volume, update annotations", (api) =>
    expectToFollowPod(api, downwardAPI, "annotations"),
  );
  suite.test("DownwardAPI volume, update label", (api) =>
    expectToFollowPod(api, downwardAPI, "labels"),
  );
  suite.test("Projected Volume, ConfigMap, create, update and delete", (api) =>
    expectToFollow(api, projected(configMap)),
  );
  suite.test("Projected Volume, ConfigMap, update", (api) =>
    expectUpdates(api, projected(configMap)),
  );
  suite.test("Projected Volume, DownwardAPI, update annotation", (api) =>
    expectToFollowPod(api, projectedDownwardAPI, "annotations"),
  );
  suite.test("Projected Volume, DownwardAPI, update labels", (api) =>
    expectToFollowPod(api, projectedDownwardAPI, "labels"),
  );
  suite.test("Projected Volume, Secrets, create, update delete", (api) =>
    expectToFollow(api, projected(secret)),
  );
  suite.test("Secrets Volume, create, update and delete", (api) => expectToFollow(api, secret));
});

/** One volume's source is created while the Pod runs, one's is changed, one's is deleted. */
async function expectToFollow(api: ConformanceApi, source: Source): Promise<void> {
  const collection = api.path(`v1/${source.resource}`);
  for (const name of ["deleted", "updated"]) await createSource(api, source, name);
  const names = ["created", "updated", "deleted"];
  const pod = await runPod(api, Object.fromEntries(names.map((n) => [n, source.volume(n)])));
  await expectFile(api, pod, "created/data-1", undefined);
  await expectFile(api, pod, "updated/data-1", "value-1");
  await expectFile(api, pod, "updated/data-3", undefined);
  await expectFile(api, pod, "deleted/data-1", "value-1");

  await api.delete(`${collection}/deleted`);
  await api.update(`${collection}/updated`, (object) => ({ ...object, data: dataOf(source, 3) }));
  await createSource(api, source, "created");
  await expectFile(api, pod, "created/data-1", "value-1");
  await expectFile(api, pod, "updated/data-3", "value-3");
  await expectFile(api, pod, "updated/data-1", undefined);
  await expectFile(api, pod, "deleted/data-1", undefined);
}

async function expectUpdates(api: ConformanceApi, source: Source): Promise<void> {
  await createSource(api, source, "updated");
  const pod = await runPod(api, { updated: source.volume("updated") });
  await expectFile(api, pod, "updated/data-1", "value-1");
  await api.update(api.path(`v1/${source.resource}/updated`), (object) => ({
    ...object,
    data: { "data-1": "value-2" },
  }));
  await expectFile(api, pod, "updated/data-1", "value-2");
}

async function expectToFollowPod(
  api: ConformanceApi,
  volume: Volume,
  field: "labels" | "annotations",
): Promise<void> {
  const pod = await runPod(api, { info: volume }, { [field]: { builder: "bar" } });
  await expectFile(api, pod, `info/${field}`, 'builder="bar"');
  await api.patch(api.path(`v1/pods/${pod}`), { metadata: { [field]: { builder: "foo" } } });
  await expectFile(api, pod, `info/${field}`, 'builder="foo"');
}

const dataOf = ({ resource }: Source, n: number): object => {
  const value = `value-${n}`;
  return { [`data-${n}`]: resource === "secrets" ? btoa(value) : value };
};

async function createSource(api: ConformanceApi, source: Source, name: string): Promise<void> {
  await api.post(api.path(`v1/${source.resource}`), {
    metadata: { name },
    data: dataOf(source, 1),
  });
}

/** Mounts each volume at `/volumes/NAME`; gives the Pod's name. */
async function runPod(
  api: ConformanceApi,
  volumes: Readonly<Record<string, Volume>>,
  metadata: object = {},
): Promise<string> {
  const names = Object.keys(volumes);
  const mounts = names.map((name) => ({ name, mountPath: `/volumes/${name}`, readOnly: true }));
  const pod = await api.runPod({
    metadata: { name: "pod-follows", ...metadata },
    spec: {
      containers: [
        { name: "main", image: "busybox:1", command: ["sleep", "3600"], volumeMounts: mounts },
      ],
      volumes: names.map((name) => ({ name, ...volumes[name] })),
    },
  });
  return pod.metadata.name ?? "";
}

/** Waits until a file has this text, or is not there. */
async function expectFile(
  api: ConformanceApi,
  name: string,
  path: string,
  text: string | undefined,
): Promise<void> {
  const pod = { namespace: api.namespace, name };
  await eventually(
    async () => {
      const { exitCode, stdout } = await api.cluster.exec(pod, {
        command: ["cat", `/volumes/${path}`],
      });
      if (text === undefined) expect(exitCode).toBe(1);
      else expect(stdout.split("\n")).toContain(text);
    },
    { everyMs: 10 },
  );
}
