/** The conformance texts of sig-storage about emptyDir volumes, subPaths and several sources in one volume. */
import { expect } from "vitest";
import {
  type ConformanceApi,
  type ConformanceSuite,
  describeConformance,
} from "./conformance-suite.ts";
import { agnhost, busybox, expectOutput, mountTest } from "./pod-output.ts";

const mountPath = "/test-volume";
const filePath = `${mountPath}/test-file`;
const sleepForever = ["/bin/sh", "-c", "trap exit TERM; while true; do sleep 1; done"];

interface Directory {
  readonly medium: "" | "Memory";
  /** 0: the image's own, root. */
  readonly uid: number;
}

function emptyDirPod({ medium, uid }: Directory, args: readonly string[]) {
  return mountTest({
    name: "pod-emptydir",
    args: [`--fs_type=${mountPath}`, ...args],
    volume: { emptyDir: medium === "" ? {} : { medium } },
    mountPath,
    securityContext: {
      seLinuxOptions: { level: "s0" },
      ...(uid === 0 ? {} : { runAsUser: uid }),
    },
  });
}

const tmpfs = ({ medium }: Directory): readonly string[] =>
  medium === "Memory" ? [`mount type of "${mountPath}": tmpfs`] : [];

/** doTest0644, doTest0666, doTest0777: a new file with that mode. */
async function expectNewFile(
  api: ConformanceApi,
  directory: Directory,
  { mode, permissions }: { readonly mode: string; readonly permissions: string },
): Promise<void> {
  const args = [`--new_file_${mode}=${filePath}`, `--file_perm=${filePath}`];
  await expectOutput(api, emptyDirPod(directory, args), [
    `perms of file "${filePath}": ${permissions}`,
    `content of file "${filePath}": mount-tester new file`,
    ...tmpfs(directory),
  ]);
}

const modes = [
  { mode: "0644", permissions: "-rw-r--r--" },
  { mode: "0666", permissions: "-rw-rw-rw-" },
  { mode: "0777", permissions: "-rwxrwxrwx" },
];

function emptyDirTexts(suite: ConformanceSuite): void {
  for (const kind of modes) {
    const { mode } = kind;
    const texts: readonly (readonly [string, Directory])[] = [
      [`EmptyDir, medium default, volume mode ${mode} (non-root)`, { medium: "", uid: 1001 }],
      [
        `EmptyDir, medium memory, volume mode ${mode}, non-root user`,
        { medium: "Memory", uid: 1001 },
      ],
      [`EmptyDir, medium default, volume mode ${mode} (root)`, { medium: "", uid: 0 }],
      [`EmptyDir, medium memory, volume mode ${mode} (root)`, { medium: "Memory", uid: 0 }],
    ];
    for (const [name, directory] of texts)
      suite.test(name, (api) => expectNewFile(api, directory, kind));
  }
  for (const [name, medium] of [
    ["EmptyDir, medium default, volume mode default", ""],
    ["EmptyDir, medium memory, volume mode default", "Memory"],
  ] as const)
    suite.test(name, (api) => {
      const directory = { medium, uid: 0 };
      return expectOutput(api, emptyDirPod(directory, [`--file_perm=${mountPath}`]), [
        `perms of file "${mountPath}": -rwxrwxrwx`,
        ...tmpfs(directory),
      ]);
    });
}

describeConformance(
  "sig-storage",
  (suite) => {
    emptyDirTexts(suite);

    suite.test("EmptyDir, Shared volumes between containers", async (api) => {
      const message = "Hello from the busy-box sub-container";
      const container = (name: string, folder: string, script: string) => ({
        name,
        image: busybox,
        command: ["/bin/sh"],
        args: ["-c", script],
        volumeMounts: [{ name: "shared-data", mountPath: folder }],
      });
      await api.runPod({
        metadata: { name: "pod-sharedvolume" },
        spec: {
          containers: [
            container("busybox-main-container", "/usr/share/volumeshare", sleepForever[2] ?? ""),
            container(
              "busybox-sub-container",
              "/pod-data",
              `echo ${message} > /pod-data/shareddata.txt`,
            ),
          ],
          volumes: [{ name: "shared-data", emptyDir: {} }],
          terminationGracePeriodSeconds: 0,
          restartPolicy: "Never",
        },
      });
      const { stdout } = await api.cluster.exec(
        { namespace: api.namespace, name: "pod-sharedvolume" },
        {
          container: "busybox-main-container",
          command: ["/bin/sh", "-c", "cat /usr/share/volumeshare/shareddata.txt"],
        },
      );
      expect(stdout.trim()).toBe(message);
    });

    suite.test(
      "EmptyDir Wrapper Volume, Secret and ConfigMap volumes, no conflict",
      async (api) => {
        await api.post(api.path("v1/secrets"), {
          metadata: { name: "wrapper" },
          data: { "data-1": btoa("value-1\n") },
        });
        await api.post(api.path("v1/configmaps"), {
          metadata: { name: "wrapper" },
          binaryData: { "data-1": btoa("value-1\n") },
        });
        await api.runPod({
          metadata: { name: "pod-secrets" },
          spec: {
            containers: [
              {
                name: "secret-test",
                image: agnhost,
                args: ["test-webserver"],
                volumeMounts: [
                  { name: "secret-volume", mountPath: "/etc/secret-volume", readOnly: true },
                  { name: "configmap-volume", mountPath: "/etc/configmap-volume" },
                ],
              },
            ],
            volumes: [
              { name: "secret-volume", secret: { secretName: "wrapper" } },
              { name: "configmap-volume", configMap: { name: "wrapper" } },
            ],
          },
        });
      },
    );

    suite.test("EmptyDir Wrapper Volume, ConfigMap volumes, no race", async (api) => {
      const names = Array.from({ length: 50 }, (_, i) => `racey-configmap-${i}`);
      for (const name of names)
        await api.post(api.path("v1/configmaps"), {
          metadata: { name },
          data: { "data-1": "value-1" },
        });
      for (const name of ["race-1", "race-2", "race-3"]) await expectNoRace(api, name, names);
    });

    suite.test("Projected Volume, multiple projections", async (api) => {
      await api.post(api.path("v1/configmaps"), {
        metadata: { name: "all" },
        data: { "configmap-data": "configmap-value-1" },
      });
      await api.post(api.path("v1/secrets"), {
        metadata: { name: "all" },
        data: { "secret-data": btoa("secret-value-1") },
      });
      const podName = { path: "podname", fieldRef: { fieldPath: "metadata.name" } };
      const sources = [
        { downwardAPI: { items: [podName] } },
        { secret: { name: "all" } },
        { configMap: { name: "all" } },
      ];
      const spec = {
        containers: [
          {
            name: "projected-all-volume-test",
            image: busybox,
            command: [
              "sh",
              "-c",
              "cat /all/podname && cat /all/secret-data && cat /all/configmap-data",
            ],
            volumeMounts: [{ name: "podinfo", mountPath: "/all" }],
          },
        ],
        volumes: [{ name: "podinfo", projected: { sources } }],
        restartPolicy: "Never",
      };
      await expectOutput(api, { metadata: { name: "projected-volume" }, spec }, [
        "projected-volume",
        "secret-value-1",
        "configmap-value-1",
      ]);
    });

    subPathTexts(suite);
  },
  { clock: "virtual" },
);

/** testNoWrappedVolumeRace: five Pods of one node, each with all of these ConfigMaps. */
async function expectNoRace(
  api: ConformanceApi,
  name: string,
  configMaps: readonly string[],
): Promise<void> {
  const items = [{ key: "data-1", path: "data-1" }];
  const on = { key: "kubernetes.io/hostname", operator: "In", values: ["node-1"] };
  const required = { nodeSelectorTerms: [{ matchExpressions: [on] }] };
  await api.post(api.path("v1/replicationcontrollers"), {
    metadata: { name },
    spec: {
      replicas: 5,
      selector: { name },
      template: {
        metadata: { labels: { name } },
        spec: {
          containers: [
            {
              name: "test-container",
              image: "example.test/pause:3.10",
              volumeMounts: configMaps.map((configMap, i) => ({
                name: configMap,
                mountPath: `/etc/config-${i}`,
              })),
            },
          ],
          affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } },
          dnsPolicy: "Default",
          volumes: configMaps.map((configMap) => ({
            name: configMap,
            configMap: { name: configMap, items },
          })),
        },
      },
    },
  });
  await api.until(api.path(`v1/pods?labelSelector=name%3D${name}`), ({ items: pods }) => {
    expect(pods).toHaveLength(5);
    for (const { status } of pods) expect(status.phase).toBe("Running");
  });
  await api.delete(api.path(`v1/replicationcontrollers/${name}`), {
    propagationPolicy: "Background",
  });
}

/** TestBasicSubpath on the atomic writers' volumes. */
function subPathTexts(suite: ConformanceSuite): void {
  const podName = "pod-subpath-test";
  const fieldRef = { apiVersion: "v1", fieldPath: "metadata.name" };
  const projected = {
    sources: [
      {
        configMap: {
          name: "my-configmap",
          items: [{ path: "projected/configmap-key", key: "configmap-key" }],
        },
      },
    ],
  };
  const configMap = { configMap: { name: "my-configmap" } };
  const texts: readonly {
    name: string;
    volume: object;
    subPath: string;
    contents: string;
    file?: string;
  }[] = [
    {
      name: "SubPath: Reading content from a secret volume.",
      volume: { secret: { secretName: "my-secret" } },
      subPath: "secret-key",
      contents: "secret-value",
    },
    {
      name: "SubPath: Reading content from a configmap volume.",
      volume: configMap,
      subPath: "configmap-key",
      contents: "configmap-value",
    },
    {
      name: "SubPath: Reading content from a configmap volume. (mountPath of existing file)",
      volume: configMap,
      subPath: "configmap-key",
      contents: "configmap-value",
      file: "/etc/resolv.conf",
    },
    {
      name: "SubPath: Reading content from a downwardAPI volume.",
      volume: { downwardAPI: { items: [{ path: "downward/podname", fieldRef }] } },
      subPath: "downward/podname",
      contents: podName,
    },
    {
      name: "SubPath: Reading content from a projected volume.",
      volume: { projected },
      subPath: "projected/configmap-key",
      contents: "configmap-value",
    },
  ];
  for (const { name, volume, subPath, contents, file = mountPath } of texts) {
    suite.test(name, async (api) => {
      await api.post(api.path("v1/secrets"), {
        metadata: { name: "my-secret" },
        data: { "secret-key": btoa("secret-value") },
      });
      await api.post(api.path("v1/configmaps"), {
        metadata: { name: "my-configmap" },
        data: { "configmap-key": "configmap-value" },
      });
      const pod = mountTest({
        name: podName,
        args: [`--file_content_in_loop=${file}`, "--retry_time=20"],
        volume,
        mountPath: file,
        container: { volumeMounts: [{ name: "test-volume", mountPath: file, subPath }] },
      });
      await expectOutput(api, pod, [contents]);
      await api.expectGone(api.path(`v1/pods/${podName}`));
    });
  }
}
