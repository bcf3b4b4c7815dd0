/**
 * Variables of files (KEP-3721). Expectations: the example of the task "Define Environment Variable Values Using An Init Container",
 * ParseEnv of pkg/kubelet/util/env and makeEnvironmentVariables.
 */
import { describe, expect, test } from "vitest";
import type { PodSpec } from "../../../src/api/generated/types.ts";
import { envFileValue } from "../../../src/kubelet/env-file-text.ts";
import { nodeWorld, shell } from "./node-world.ts";

describe("a file of variables", () => {
  test.each([
    ["A='my-literal-value'", "my-literal-value"],
    ["# comment\nB='1'\n\n \t\nA='line1\nline2'\n", "line1\nline2"],
    [" \t A='1'\t ", "1"],
    ["A='1' # why\nA='2'", "1"],
    ["A='1'# why", "1"],
    ["A='# no comment'", "# no comment"],
    ["A='a b \\n $B \"c\"'", 'a b \\n $B "c"'],
    ["A='1\r\n2'\r\n", "1\n2"],
    ["1 a.b='1'\nA='a=b'", "a=b"],
    ["A=''\nA='2'", ""],
    ["A= '1'", ""],
    ["B= '1\nA='2'", "2"],
    ["B='1'", ""],
    ["A='1'\nnonsense", "1"],
    ["", ""],
    ["\n\n", ""],
  ])("%j has a value", (text, value) => {
    expect(envFileValue(text, "A")).toBe(value);
  });

  test.each([
    "A=value",
    'A="value"',
    "A=",
    "A='val1''val2'",
    "A='a'$OTHER",
    "A=${OTHER}",
    "A = 'a'",
    "A\t='a'",
    "='a'",
    "A",
    "B\nA='a'",
    "B='a\nA='open",
    "A='open\n\n",
  ])("%j is none", (text) => {
    expect(envFileValue(text, "A")).toBeUndefined();
  });
});

test("a long line that assigns nothing is told as fast as a short one", () => {
  expect(envFileValue(`${" ".repeat(1_000_000)}x`, "A")).toBeUndefined();
  expect(envFileValue(`${" ".repeat(1_000_000)}A='1'`, "A")).toBe("1");
});

const spec = (script: string, optional?: boolean): PodSpec => ({
  restartPolicy: "Never",
  initContainers: [
    {
      name: "setup",
      image: "busybox",
      ...shell(script),
      volumeMounts: [{ name: "config", mountPath: "/data" }],
    },
  ],
  containers: [
    {
      name: "main",
      image: "busybox",
      ...shell("echo [$DB_ADDRESS] $COPY"),
      env: [
        {
          name: "DB_ADDRESS",
          valueFrom: {
            fileKeyRef: {
              path: "sub/config.env",
              volumeName: "config",
              key: "DB_ADDRESS",
              ...(optional === undefined ? {} : { optional }),
            },
          },
        },
        { name: "COPY", value: "$(DB_ADDRESS)" },
      ],
    },
  ],
  volumes: [{ name: "config", emptyDir: {} }],
});
const writes = (text: string): string =>
  `mkdir -p /data/sub; echo "${text}" > /data/sub/config.env`;

test("a container has the variables that an init container has left for it", async () => {
  const world = await nodeWorld();
  await world.run("web", spec(writes("DB_ADDRESS='address'")));
  await world.host.advance(5_000);
  expect(await world.log("web")).toBe("[address] address\n");
});

test.each([writes("OTHER='1'"), writes("DB_ADDRESS=''")])(
  "after %j an optional one is left out",
  async (script) => {
    const world = await nodeWorld();
    await world.run("web", spec(script, true));
    await world.host.advance(5_000);
    expect(await world.log("web")).toBe("[] $(DB_ADDRESS)\n");
  },
);

const notFound = (uid: string) =>
  `environment variable key "DB_ADDRESS" not found in file "/var/lib/kubelet/pods/${uid}/volumes/kubernetes.io~empty-dir/config/sub/config.env"`;

test.each([
  [writes("OTHER='1'"), false, notFound],
  [writes("DB_ADDRESS=''"), false, notFound],
  ["true", false, () => "couldn't parse env file"],
  ["true", true, () => "couldn't parse env file"],
  [writes("DB_ADDRESS=bare"), true, () => "couldn't parse env file"],
])("after %j the container waits; optional: %s", async (script, optional, message) => {
  const world = await nodeWorld();
  const { metadata } = await world.run("web", spec(script, optional));
  await world.host.advance(5_000);
  expect((await world.container("web")).state?.waiting).toEqual({
    reason: "CreateContainerConfigError",
    message: message(metadata.uid),
  });
});

test("statuses are told of in the order of names, those of init containers in that of the spec", async () => {
  const world = await nodeWorld();
  const of = (name: string) => ({ name, image: "busybox", ...shell("exit 0") });
  await world.run("web", {
    restartPolicy: "Never",
    initContainers: [of("y"), of("x")],
    containers: [of("b"), of("a")],
  });
  await world.host.advance(2_000);
  const { status } = await world.pod("web");
  expect(status?.initContainerStatuses?.map(({ name }) => name)).toEqual(["y", "x"]);
  expect(status?.containerStatuses?.map(({ name }) => name)).toEqual(["a", "b"]);
});
