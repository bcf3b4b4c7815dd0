/** Variables of files (KEP-3721), by the syntax and the example of the task "Define Environment Variable Values Using An Init Container". */
import { describe, expect, test } from "vitest";
import type { PodSpec } from "../../../src/api/generated/types.ts";
import { parseEnvFile } from "../../../src/kubelet/env-files.ts";
import { nodeWorld, shell } from "./node-world.ts";

describe("a file of variables", () => {
  test.each([
    ["MY_VAR='my-literal-value'", { MY_VAR: "my-literal-value" }],
    [
      "# comment\nDB_ADDRESS='address'\n\nMULTI='line1\nline2'\n",
      { DB_ADDRESS: "address", MULTI: "line1\nline2" },
    ],
    ["  A = '1'  \n\tB\t=\t'2'", { A: "1", B: "2" }],
    ["A='# no comment'", { A: "# no comment" }],
    ["A='a b \\n $B \"c\"'", { A: 'a b \\n $B "c"' }],
    ["A=''\nA='2'", { A: "2" }],
    ["", {}],
    ["\n\n", {}],
  ])("%j", (text, variables) => {
    expect(Object.fromEntries(parseEnvFile(text, "f"))).toEqual(variables);
  });

  test.each([
    ["VAR=value", 1],
    ['VAR="value"', 1],
    ["VAR='val1''val2'", 1],
    ["A='a'\nVAR='a'$OTHER", 2],
    ["VAR=${OTHER}", 1],
    ["A='a\nb'\nVAR='open", 3],
    ["1A='a'", 1],
    ["A", 1],
  ])("%j is none", (text, line) => {
    expect(() => parseEnvFile(text, "f")).toThrow(
      `couldn't parse env file "f": invalid line ${line}`,
    );
  });
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

test.each([
  ["true", true],
  [writes("OTHER='1'"), true],
])("after %j an optional one is left out", async (script, optional) => {
  const world = await nodeWorld();
  await world.run("web", spec(script, optional));
  await world.host.advance(5_000);
  expect(await world.log("web")).toBe("[] $(DB_ADDRESS)\n");
});

test.each([
  ["true", 'environment variable key "DB_ADDRESS" not found in file "sub/config.env"'],
  [writes("OTHER='1'"), 'environment variable key "DB_ADDRESS" not found in file "sub/config.env"'],
  [writes("DB_ADDRESS=bare"), 'couldn\'t parse env file "sub/config.env": invalid line 1'],
])("after %j the container waits", async (script, message) => {
  const world = await nodeWorld();
  await world.run("web", spec(script));
  await world.host.advance(5_000);
  expect((await world.container("web")).state?.waiting).toEqual({
    reason: "CreateContainerConfigError",
    message,
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
