/** The conformance texts of sig-storage about what containers find in volumes of ConfigMaps, Secrets and the downward API. */
import {
  type ConformanceApi,
  type ConformanceSuite,
  describeConformance,
} from "./conformance-suite.ts";
import { agnhost, busybox, expectInLog, expectOutput, mountTest } from "./pod-output.ts";

const data = { "data-1": "value-1", "data-2": "value-2", "data-3": "value-3" };
const nonRoot = { runAsUser: 1000 };

/** A kind of object whose data a volume shows, plainly or projected. */
interface Source {
  readonly resource: "configmaps" | "secrets";
  readonly projected: boolean;
  readonly mountPath: string;
  /** Where the tests map a key to. */
  readonly mapped: { readonly key: string; readonly path: string; readonly value: string };
}

const toDataTwo = { key: "data-2", path: "path/to/data-2", value: "value-2" };
const toNewPath = { key: "data-1", path: "new-path-data-1", value: "value-1" };
const configMap: Source = {
  resource: "configmaps",
  projected: false,
  mountPath: "/etc/configmap-volume",
  mapped: toDataTwo,
};
const projectedConfigMap: Source = {
  ...configMap,
  projected: true,
  mountPath: "/etc/projected-configmap-volume",
};
const secret: Source = {
  resource: "secrets",
  projected: false,
  mountPath: "/etc/secret-volume",
  mapped: toNewPath,
};
const projectedSecret: Source = {
  ...secret,
  projected: true,
  mountPath: "/etc/projected-secret-volume",
};

function volumeOf(
  { resource, projected }: Source,
  options: { readonly defaultMode?: number; readonly items?: readonly object[] } = {},
): object {
  const { defaultMode, items } = options;
  const mode = defaultMode === undefined ? {} : { defaultMode };
  const shown = items ? { items } : {};
  if (projected) {
    const source = { name: "source", ...shown };
    const sources = [resource === "secrets" ? { secret: source } : { configMap: source }];
    return { projected: { sources, ...mode } };
  }
  return resource === "secrets"
    ? { secret: { secretName: "source", ...shown, ...mode } }
    : { configMap: { name: "source", ...shown, ...mode } };
}

async function createSource(api: ConformanceApi, { resource }: Source): Promise<void> {
  const content =
    resource === "secrets"
      ? Object.fromEntries(Object.entries(data).map(([key, value]) => [key, btoa(value)]))
      : data;
  await api.post(api.path(`v1/${resource}`), { metadata: { name: "source" }, data: content });
}

/** As getFileModeRegex has it. */
const modeLine = (path: string, mode: string): string => `mode of file "${path}": ${mode}`;

/** doConfigMapE2EWithoutMappings, doSecretE2EWithoutMapping and their projected kin. */
async function expectPlain(
  api: ConformanceApi,
  source: Source,
  options: { mode?: string; defaultMode?: number; securityContext?: object } = {},
): Promise<void> {
  await createSource(api, source);
  const { mountPath } = source;
  const path = `${mountPath}/data-1`;
  const { mode = "-rw-r--r--", securityContext } = options;
  const pod = mountTest({
    name: "pod-plain",
    args: [`--file_content=${path}`, `--file_mode=${path}`],
    volume: volumeOf(source, options),
    mountPath,
    readOnly: true,
    ...(securityContext ? { securityContext } : {}),
  });
  await expectOutput(api, pod, [`content of file "${path}": value-1`, modeLine(path, mode)]);
}

/** doConfigMapE2EWithMappings, doSecretE2EWithMapping and their projected kin. */
async function expectMapped(
  api: ConformanceApi,
  source: Source,
  options: { mode?: string; itemMode?: number; securityContext?: object } = {},
): Promise<void> {
  await createSource(api, source);
  const { mountPath, mapped } = source;
  const { mode = "-rw-r--r--", itemMode, securityContext } = options;
  const path = `${mountPath}/${mapped.path}`;
  const item = { key: mapped.key, path: mapped.path };
  const items = [itemMode === undefined ? item : { ...item, mode: itemMode }];
  const pod = mountTest({
    name: "pod-mapped",
    args: [`--file_content=${path}`, `--file_mode=${path}`],
    volume: volumeOf(source, { items }),
    mountPath,
    readOnly: true,
    ...(securityContext ? { securityContext } : {}),
  });
  await expectOutput(api, pod, [
    `content of file "${path}": ${mapped.value}`,
    modeLine(path, mode),
  ]);
}

/** The same object in two volumes of one Pod. */
async function expectTwice(api: ConformanceApi, source: Source): Promise<void> {
  await createSource(api, source);
  const { mountPath } = source;
  const path = `${mountPath}/data-1`;
  const volumes = ["one", "two"].map((name) => ({ name, ...volumeOf(source) }));
  const volumeMounts = [
    { name: "one", mountPath, readOnly: true },
    { name: "two", mountPath: `${mountPath}-2`, readOnly: true },
  ];
  const args = ["mounttest", `--file_content=${path}`, `--file_mode=${path}`];
  const containers = [{ name: "volume-test", image: agnhost, args, volumeMounts }];
  const spec = { containers, volumes, restartPolicy: "Never" };
  await expectOutput(api, { metadata: { name: "pod-twice" }, spec }, [
    `content of file "${path}": value-1`,
    modeLine(path, "-rw-r--r--"),
  ]);
}

function sourceTexts(
  suite: ConformanceSuite,
  source: Source,
  names: Readonly<Partial<Record<"plain" | "mode" | "mapped" | "mappedMode" | "twice", string>>>,
): void {
  const readOnlyOwner = { mode: "-r--------" };
  const { plain, mode, mapped, mappedMode, twice } = names;
  if (plain) suite.test(plain, (api) => expectPlain(api, source));
  if (mode)
    suite.test(mode, (api) => expectPlain(api, source, { ...readOnlyOwner, defaultMode: 0o400 }));
  if (mapped) suite.test(mapped, (api) => expectMapped(api, source));
  if (mappedMode)
    suite.test(mappedMode, (api) =>
      expectMapped(api, source, { ...readOnlyOwner, itemMode: 0o400 }),
    );
  if (twice) suite.test(twice, (api) => expectTwice(api, source));
}

describeConformance(
  "sig-storage",
  (suite) => {
    suite.test("ConfigMap Volume, text data, binary data", async (api) => {
      await api.post(api.path("v1/configmaps"), {
        metadata: { name: "source" },
        data: { "data-1": "value-1" },
        binaryData: { "dump.bin": btoa("\xde\xca\xfe\xba\xd0\xfe\xff") },
      });
      const pod = mountTest({
        name: "pod-binary",
        args: [
          "--break_on_expected_content=false",
          "--retry_time=60",
          "--file_content_in_loop=/etc/configmap-volume/data-1",
        ],
        volume: volumeOf(configMap),
        mountPath: "/etc/configmap-volume",
        readOnly: true,
      });
      const binary = {
        name: "configmap-volume-binary-test",
        image: busybox,
        command: ["hexdump", "-C", "/etc/configmap-volume/dump.bin"],
        volumeMounts: [{ name: "test-volume", mountPath: "/etc/configmap-volume", readOnly: true }],
      };
      const containers = [...pod.spec.containers, binary];
      await api.runPod({ ...pod, spec: { ...pod.spec, containers } });
      await expectInLog(api, pod, "value-1");
      await expectInLog(api, pod, "de ca fe ba d0 fe ff", binary.name);
    });

    sourceTexts(suite, configMap, {
      plain: "ConfigMap Volume, without mapping",
      mode: "ConfigMap Volume, without mapping, volume mode set",
      mapped: "ConfigMap Volume, with mapping",
      mappedMode: "ConfigMap Volume, with mapping, volume mode set",
      twice: "ConfigMap Volume, multiple volume maps",
    });
    suite.test("ConfigMap Volume, without mapping, non-root user", (api) =>
      expectPlain(api, configMap, { securityContext: nonRoot }),
    );
    suite.test("ConfigMap Volume, with mapping, non-root user", (api) =>
      expectMapped(api, configMap, { securityContext: nonRoot }),
    );

    sourceTexts(suite, projectedConfigMap, {
      plain: "Projected Volume, ConfigMap, volume mode default",
      mode: "Projected Volume, ConfigMap, volume mode 0400",
      mapped: "Projected Volume, ConfigMap, mapped",
      mappedMode: "Projected Volume, ConfigMap, mapped, volume mode 0400",
      twice: "Projected Volume, ConfigMap, multiple volume paths",
    });
    suite.test("Projected Volume, ConfigMap, non-root user", (api) =>
      expectPlain(api, projectedConfigMap, { securityContext: nonRoot }),
    );
    suite.test("Projected Volume, ConfigMap, mapped, non-root user", (api) =>
      expectMapped(api, projectedConfigMap, { securityContext: nonRoot }),
    );

    sourceTexts(suite, secret, {
      plain: "Secrets Volume, default",
      mode: "Secrets Volume, volume mode 0400",
      mapped: "Secrets Volume, mapping",
      mappedMode: "Secrets Volume, mapping, volume mode 0400",
      twice: "Secrets Volume, mapping multiple volume paths",
    });
    const forGroup = {
      mode: "-r--r-----",
      defaultMode: 0o440,
      securityContext: { runAsUser: 1000, fsGroup: 1001 },
    };
    suite.test("Secrets Volume, volume mode 0440, fsGroup 1001 and uid 1000", (api) =>
      expectPlain(api, secret, forGroup),
    );
    suite.test(
      "Secrets Volume, volume mode default, secret with same name in different namespace",
      async (api) => {
        const other = `${api.namespace}-secret-namespace`;
        await api.post("/api/v1/namespaces", { metadata: { name: other } });
        const key = "this_should_not_match_content_of_other_secret";
        await api.post(api.path("v1/secrets", other), {
          metadata: { name: "source" },
          data: { [key]: btoa("similarly_this_should_not_match_content_of_other_secret\n") },
        });
        await expectPlain(api, secret);
        await api.delete(`/api/v1/namespaces/${other}`);
      },
    );

    sourceTexts(suite, projectedSecret, {
      plain: "Projected Volume, Secrets, volume mode default",
      mode: "Projected Volume, Secrets, volume mode 0400",
      mapped: "Projected Volume, Secrets, mapped",
      mappedMode: "Projected Volume, Secrets, mapped, volume mode 0400",
      twice: "Projected Volume, Secrets, mapped, multiple paths",
    });
    suite.test("Project Volume, Secrets, non-root, custom fsGroup", (api) =>
      expectPlain(api, projectedSecret, forGroup),
    );

    downwardTexts(suite, false);
    downwardTexts(suite, true);
  },
  { clock: "virtual" },
);

/** The names that conformance.yaml has for the downward API's volumes, and for its projections. */
const downwardNames = {
  plain: {
    cpuLimit: "DownwardAPI volume, CPU limits",
    cpuRequest: "DownwardAPI volume, CPU request",
    memoryLimit: "DownwardAPI volume, memory limits",
    memoryRequest: "DownwardAPI volume, memory request",
    defaultCpu: "DownwardAPI volume, CPU limit, default node allocatable",
    defaultMemory: "DownwardAPI volume, memory limit, default node allocatable",
    podName: "DownwardAPI volume, pod name",
    volumeMode: "DownwardAPI volume, volume mode 0400",
    fileMode: "DownwardAPI volume, file mode 0400",
  },
  projected: {
    cpuLimit: "Projected Volume, DownwardAPI, CPU limits",
    cpuRequest: "Projected Volume, DownwardAPI, CPU request",
    memoryLimit: "Projected Volume, DownwardAPI, memory limits",
    memoryRequest: "Projected Volume, DownwardAPI, memory request",
    defaultCpu: "Projected Volume, DownwardAPI, CPU limit, node allocatable",
    defaultMemory: "Projected Volume, DownwardAPI, memory limit, node allocatable",
    podName: "Projected Volume, DownwardAPI, pod name",
    volumeMode: "Projected Volume, DownwardAPI, volume mode 0400 (DefaultMode)",
    fileMode: "Projected Volume, DownwardAPI, volume mode 0400 (item)",
  },
} as const;

/** The volume of downwardAPIVolumeBasePod. */
function podInfo(
  projected: boolean,
  { itemMode, defaultMode }: { itemMode?: number; defaultMode?: number } = {},
): object {
  const resource = (name: string) => ({
    resourceFieldRef: { containerName: "client-container", resource: name },
  });
  const items = [
    {
      path: "podname",
      fieldRef: { apiVersion: "v1", fieldPath: "metadata.name" },
      ...(itemMode === undefined ? {} : { mode: itemMode }),
    },
    { path: "cpu_limit", ...resource("limits.cpu") },
    { path: "cpu_request", ...resource("requests.cpu") },
    { path: "memory_limit", ...resource("limits.memory") },
    { path: "memory_request", ...resource("requests.memory") },
  ];
  const mode = defaultMode === undefined ? {} : { defaultMode };
  return projected
    ? { projected: { sources: [{ downwardAPI: { items } }], ...mode } }
    : { downwardAPI: { items, ...mode } };
}

function downwardTexts(suite: ConformanceSuite, projected: boolean): void {
  const names = downwardNames[projected ? "projected" : "plain"];
  const resources = {
    requests: { cpu: "250m", memory: "32Mi" },
    limits: { cpu: "1250m", memory: "64Mi" },
  };
  const reads = (
    file: string,
    wanted: string | RegExp,
    options: { container?: object; modes?: object; flag?: string } = {},
  ) => {
    const { container = {}, modes = {}, flag = "file_content" } = options;
    return (api: ConformanceApi): Promise<void> =>
      expectOutput(
        api,
        mountTest({
          name: "downwardapi-volume",
          args: [`--${flag}=/etc/podinfo/${file}`],
          volume: podInfo(projected, modes),
          mountPath: "/etc/podinfo",
          container: { name: "client-container", ...container },
        }),
        [wanted],
      );
  };
  const withResources = { container: { resources } };
  suite.test(names.cpuLimit, reads("cpu_limit", "2\n", withResources));
  suite.test(names.cpuRequest, reads("cpu_request", "1\n", withResources));
  suite.test(names.memoryLimit, reads("memory_limit", "67108864\n", withResources));
  suite.test(names.memoryRequest, reads("memory_request", "33554432\n", withResources));
  suite.test(names.defaultCpu, reads("cpu_limit", /[1-9]/));
  suite.test(names.defaultMemory, reads("memory_limit", /[1-9]/));
  suite.test(names.podName, reads("podname", "downwardapi-volume\n"));
  const mode = modeLine("/etc/podinfo/podname", "-r--------");
  suite.test(
    names.volumeMode,
    reads("podname", mode, { flag: "file_mode", modes: { defaultMode: 0o400 } }),
  );
  suite.test(
    names.fileMode,
    reads("podname", mode, { flag: "file_mode", modes: { itemMode: 0o400 } }),
  );
}
