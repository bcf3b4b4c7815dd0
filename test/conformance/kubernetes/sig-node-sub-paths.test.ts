/** The conformance texts of sig-node about subPathExpr (test/e2e/common/node/expansion.go). */
import { expect } from "vitest";
import { type ConformanceApi, describeConformance } from "./conformance-suite.ts";
import { expectOutput, never, podStartShortMs, shellPod } from "./pod-output.ts";

const workdir = { volumes: [{ name: "workdir1", emptyDir: {} }] };

/** The container waits with this reason; it never runs. */
async function expectConfigError(api: ConformanceApi, value: string): Promise<void> {
  const mounts = [{ name: "workdir1", mountPath: "/logscontainer", subPathExpr: "$(POD_NAME)" }];
  const env = [{ name: "POD_NAME", value }];
  const pod = shellPod("var-expansion", { env, volumeMounts: mounts }, { ...never, ...workdir });
  await api.post(api.path("v1/pods"), pod);
  await api.until(
    api.path("v1/pods/var-expansion"),
    ({ status }) =>
      expect(status.containerStatuses?.[0]?.state.waiting?.reason).toBe(
        "CreateContainerConfigError",
      ),
    podStartShortMs,
  );
}

/** A Pod whose subPath has one of its annotations in it. */
const annotatedPod = (annotations: object) => {
  const fieldRef = { apiVersion: "v1", fieldPath: "metadata.annotations['mysubpath']" };
  const expression = "$(ANNOTATION)/$(POD_NAME)";
  return shellPod(
    "var-expansion",
    {
      name: "dapi-container",
      command: ["sh", "-c", "tail -f /dev/null"],
      env: [
        { name: "POD_NAME", value: "foo" },
        { name: "ANNOTATION", valueFrom: { fieldRef } },
      ],
      volumeMounts: [
        { name: "workdir1", mountPath: "/subpath_mount", subPathExpr: expression },
        { name: "workdir1", mountPath: "/volume_mount" },
      ],
    },
    { ...never, ...workdir },
    { annotations },
  );
};

describeConformance(
  "sig-node",
  (suite) => {
    const path = (api: ConformanceApi) => api.path("v1/pods/var-expansion");
    const running = (api: ConformanceApi) =>
      api.until(path(api), ({ status }) => expect(status.phase).toBe("Running"), podStartShortMs);

    suite.test("VolumeSubpathEnvExpansion, subpath expansion", (api) =>
      expectOutput(
        api,
        shellPod(
          "var-expansion",
          {
            command: ["sh", "-c", "test -d /testcontainer/var-expansion;echo $?"],
            env: [{ name: "POD_NAME", value: "var-expansion" }],
            volumeMounts: [
              { name: "workdir1", mountPath: "/logscontainer", subPathExpr: "$(POD_NAME)" },
              { name: "workdir1", mountPath: "/testcontainer" },
            ],
          },
          { ...never, ...workdir },
        ),
        ["0"],
      ),
    );
    suite.test("VolumeSubpathEnvExpansion, subpath with backticks", (api) =>
      expectConfigError(api, ".."),
    );
    suite.test("VolumeSubpathEnvExpansion, subpath with absolute path", (api) =>
      expectConfigError(api, "/tmp"),
    );

    suite.test("VolumeSubpathEnvExpansion, subpath ready from failed state", async (api) => {
      await api.post(api.path("v1/pods"), annotatedPod({ notmysubpath: "mypath" }));
      await api.advance(podStartShortMs);
      expect((await api.get(path(api)))["status"].phase).not.toBe("Running");
      await api.patch(path(api), { metadata: { annotations: { mysubpath: "mypath" } } });
      await running(api);
      await api.delete(path(api));
      await api.expectGone(path(api));
    });

    suite.test("VolumeSubpathEnvExpansion, subpath test writes", async (api) => {
      await api.post(api.path("v1/pods"), annotatedPod({ mysubpath: "mypath" }));
      await running(api);
      const shell = async (script: string): Promise<void> => {
        const pod = { namespace: api.namespace, name: "var-expansion" };
        const { exitCode, stderr } = await api.cluster.exec(pod, {
          command: ["/bin/sh", "-c", script],
        });
        expect(exitCode, stderr).toBe(0);
      };
      await shell("touch /volume_mount/mypath/foo/test.log");
      await shell("test -f /subpath_mount/test.log");
      await api.patch(path(api), { metadata: { annotations: { mysubpath: "mynewpath" } } });
      await running(api);
      await api.delete(path(api));
      await api.expectGone(path(api));
    });
  },
  { clock: "virtual" },
);
