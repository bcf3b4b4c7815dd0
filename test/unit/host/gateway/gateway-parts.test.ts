/** The parts of the gateway that need neither a daemon nor a network. */
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { SERVICES } from "../../../../src/api/kinds.ts";
import {
  gatewayBody,
  macOf,
  planHash,
  type GatewayPlan,
} from "../../../../src/host/node/docker/gateway-container.ts";
import {
  findNode,
  gatewayImageName,
  NoGateway,
} from "../../../../src/host/node/docker/gateway-image.ts";
import { conditionOf } from "../../../../src/host/node/docker/gateway-report.ts";
import { netlinkProgram } from "../../../../src/host/node/docker/netlink-program.ts";
import { ClusterObjects } from "../../../../src/host/node/gateway/cluster-objects.ts";
import { localRouteMessage, netlinkError } from "../../../../src/host/node/gateway/local-routes.ts";

const directory = mkdtempSync(join(tmpdir(), "kubarium-gateway-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe("the netlink program", () => {
  it.each([
    ["amd64", 298, "c58aec8b4963de708ed684d1b392db2b4740dccc5f4a312905b3b26e3f383a86"],
    ["arm64", 320, "5ee7a96a6e200a8484be8cf82c07164288c1d2f2b83d661540d77ad8ea61804f"],
  ] as const)("for %s is the golden ELF file", (architecture, length, golden) => {
    const program = netlinkProgram(architecture);
    expect(program).toHaveLength(length);
    expect(createHash("sha256").update(program).digest("hex")).toBe(golden);
  });
});

describe("a local route", () => {
  it("is asked of the kernel as ip-route(8) asks it", () => {
    // RTM_NEWROUTE with NLM_F_REQUEST, ACK, REPLACE and CREATE; rtmsg of table local, type local; RTA_DST; RTA_OIF lo.
    expect(localRouteMessage("10.244.128.0/17").toString("hex")).toBe(
      "2c000000180005050100000000000000" +
        "02110000ff03fe0200000000" +
        "080001000af48000" +
        "0800040001000000",
    );
  });

  it.each(["10.244.128.0", "10.0.0.0/33", "300.0.0.0/8", "fd00::/8", ""])("%j is none", (range) => {
    expect(() => localRouteMessage(range)).toThrow(RangeError);
  });

  it("is there when the answer's error is 0", () => {
    const answer = Buffer.alloc(36);
    answer.writeUInt16LE(2, 4);
    expect(netlinkError(answer)).toBe(0);
    answer.writeInt32LE(-1, 16);
    expect(netlinkError(answer)).toBe(1);
    expect(() => netlinkError(Buffer.alloc(4))).toThrow("no netlink answer");
  });
});

const plan: GatewayPlan = {
  cluster: "c",
  network: "kubarium-c",
  image: "localhost/kubarium/gateway:1",
  libraryPath: "/lib",
  files: { archive: Buffer.alloc(0), hash: "h" },
  settings: {
    address: "10.244.128.10",
    apiPort: 6443,
    domain: "cluster.local",
    ranges: ["10.244.128.0/17"],
  },
};

describe("the gateway's container", () => {
  it("has two capabilities, no privileges, a fixed address and a fixed MAC address", () => {
    expect(gatewayBody(plan, false)).toMatchObject({
      MacAddress: "02:42:0a:f4:80:0a",
      HostConfig: {
        NetworkMode: "kubarium-c",
        CapDrop: ["ALL"],
        CapAdd: ["NET_ADMIN", "NET_BIND_SERVICE"],
        SecurityOpt: ["no-new-privileges:true"],
        RestartPolicy: { Name: "unless-stopped" },
      },
      NetworkingConfig: {
        EndpointsConfig: { "kubarium-c": { IPAMConfig: { IPv4Address: "10.244.128.10" } } },
      },
    });
    expect(JSON.stringify(gatewayBody(plan, false))).not.toContain("Privileged");
  });

  it("has its MAC address with its network where the daemon wants it there", () => {
    const body = gatewayBody(plan, true);
    expect(body).not.toHaveProperty("MacAddress");
    expect(body).toMatchObject({
      NetworkingConfig: {
        EndpointsConfig: { "kubarium-c": { MacAddress: macOf("10.244.128.10") } },
      },
    });
  });

  it.each([
    ["image", { image: "other" }],
    ["program", { files: { archive: Buffer.alloc(0), hash: "other" } }],
    ["settings", { settings: { ...plan.settings, apiPort: 1 } }],
    ["network", { network: "other" }],
  ])("of another %s is another one", (_what, change) => {
    expect(planHash({ ...plan, ...change })).not.toBe(planHash(plan));
    expect(planHash({ ...plan })).toBe(planHash(plan));
  });
});

describe("the Node.js for a gateway", () => {
  const info = {
    ServerVersion: "1",
    NCPU: 1,
    MemTotal: 1,
    KernelVersion: "6",
    OperatingSystem: "Linux",
    Architecture: "x86_64",
  };

  it.each([
    ["darwin", "x64", "x86_64", /not a program for Linux \(darwin\)/],
    ["win32", "x64", "x86_64", /not a program for Linux \(win32\)/],
    ["linux", "arm64", "x86_64", /is for arm64, the Docker Engine's machine is x64/],
    ["linux", "x64", "aarch64", /is for x64, the Docker Engine's machine is arm64/],
  ])("cannot be that of %s on %s for %s", (platform, architecture, theirs, message) => {
    const machine = { platform, architecture, isElectron: false };
    const find = () => findNode({ ...info, Architecture: theirs }, machine);
    expect(find).toThrow(NoGateway);
    expect(find).toThrow(message);
  });

  it.runIf(process.platform === "linux")("is this one, with its libraries and its loader", () => {
    const Architecture = process.arch === "arm64" ? "aarch64" : "x86_64";
    const machine = { platform: "linux", architecture: process.arch, isElectron: false };
    const node = findNode({ ...info, Architecture }, machine);
    expect(node).toMatchObject({ path: process.execPath, version: process.version });
    expect(node.libraries.some((path) => /\/ld-/.test(path))).toBe(true);
    expect(node.libraries.every((path) => path.startsWith("/"))).toBe(true);
    expect(gatewayImageName(node)).toMatch(/^localhost\/kubarium\/gateway:[0-9a-f]{12}$/);
    expect(gatewayImageName({ ...node, version: "v0" })).not.toBe(gatewayImageName(node));
  });
});

describe("the condition of the Docker node", () => {
  it.each([
    [{ phase: "starting" }, undefined],
    [{ phase: "ready", failures: [] }, ["False", "GatewayReady"]],
    [{ phase: "failed", message: "because" }, ["True", "NoGateway"]],
  ] as const)("of %j is %j", (state, expected) => {
    const condition = conditionOf(state);
    expect(condition && [condition.status, condition.reason]).toEqual(expected);
  });

  it("says why there is no gateway", () => {
    expect(conditionOf({ phase: "failed", message: "because" })?.message).toBe(
      "Pods of this node reach neither Services nor the cluster's DNS: because",
    );
  });
});

describe("the objects that a gateway was told of", () => {
  const service = (name: string, clusterIP = "10.96.0.1") => ({
    apiVersion: "v1" as const,
    kind: "Service" as const,
    metadata: { namespace: "ns", name, uid: name, resourceVersion: "1", creationTimestamp: "" },
    spec: { clusterIP },
  });
  const names = (objects: ClusterObjects) =>
    objects
      .of(SERVICES)
      .lister.all()
      .map(({ metadata }) => metadata.name)
      .sort();

  it("are those of the last session, once it has told all, and outlive the process", async () => {
    const file = join(directory, "state.json");
    const objects = new ClusterObjects(file);
    objects.begin();
    expect(objects.update({ put: service("a") as never })).toBe(false);
    expect(objects.update({ put: service("b") as never })).toBe(false);
    expect(objects.update({ simulated: ["node-1"] })).toBe(false);
    expect(objects.update({ synced: true })).toBe(true);
    expect(objects.update({ drop: { kind: "Service", key: "ns/a" } })).toBe(true);
    expect(names(objects)).toEqual(["b"]);

    // Another engine comes: what it does not tell of stays until it has told all.
    objects.begin();
    objects.update({ put: service("c") as never });
    expect(names(objects)).toEqual(["b", "c"]);
    objects.update({ synced: true });
    expect(names(objects)).toEqual(["c"]);

    await vi.waitFor(() => expect(readFileSync(file, "utf8")).toContain('"name":"c"'), 3000);
    const again = new ClusterObjects(file);
    again.restore();
    expect(names(again)).toEqual(["c"]);
    expect([again.isSimulated("node-1"), again.isSimulated("docker")]).toEqual([true, false]);
  });

  it("are none where the file is missing or broken", () => {
    const missing = new ClusterObjects(join(directory, "none"));
    missing.restore();
    expect(names(missing)).toEqual([]);
    const file = join(directory, "broken");
    writeFileSync(file, "{");
    const said = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    new ClusterObjects(file).restore();
    expect(said).toHaveBeenCalledOnce();
    said.mockRestore();
  });
});
