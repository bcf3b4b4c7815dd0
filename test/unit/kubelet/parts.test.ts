import { describe, expect, it } from "vitest";
import { BackOff, goDuration } from "../../../src/kubelet/back-off.ts";
import { registryOf } from "../../../src/kubelet/image-puller.ts";
import { AddressBlock, PodAddresses } from "../../../src/kubelet/pod-addresses.ts";
import { simulationOptions } from "../../../src/kubelet/runtimes/simulation-options.ts";

describe("back-off", () => {
  it("doubles from its first to its longest delay, and forgets what was quiet for twice the longest", () => {
    const backOff = new BackOff({ initialMs: 10, maxMs: 40 });
    const waits: number[] = [];
    for (let at = 0; at < 5; at++) {
      waits.push(backOff.remainingMs("k", at, at));
      backOff.next("k", at);
    }
    expect(waits).toEqual([0, 10, 20, 40, 40]);
    expect(backOff.remainingMs("k", 4, 30)).toBe(14);
    expect(backOff.remainingMs("k", 200, 200)).toBe(0);
    backOff.next("k", 200);
    expect(backOff.delayMs("k")).toBe(10);
    backOff.forget("k");
    expect(backOff.delayMs("k")).toBe(0);
  });

  it.each([
    [10_000, "10s"],
    [80_000, "1m20s"],
    [300_000, "5m0s"],
    [3_661_000, "1h1m1s"],
  ])("writes %d ms as %s", (ms, text) => {
    expect(goDuration(ms)).toBe(text);
  });
});

describe("pod addresses", () => {
  it("cut each node a block of its own, past what is taken, until nothing is left", () => {
    const addresses = new PodAddresses(["10.244.64.0/23", "10.9.0.0/24"]);
    addresses.reserve("10.244.64.0/24");
    expect(addresses.allocateBlock()).toBe("10.244.65.0/24");
    expect(addresses.allocateBlock()).toBe("10.9.0.0/24");
    expect(addresses.allocateBlock()).toBeUndefined();
  });

  it("are enough for all the simulated nodes that `kubarium up` offers", () => {
    const addresses = new PodAddresses();
    const blocks = new Set(Array.from({ length: 15_000 }, () => addresses.allocateBlock()));
    expect(blocks.size).toBe(15_000);
    expect(blocks.has(undefined)).toBe(false);
  });

  it("are never given twice while held, and go round before one is given again", () => {
    const block = new AddressBlock("10.244.64.0/24");
    expect(block.hold("10.244.64.3")).toBe(true);
    expect(block.hold("10.244.64.3")).toBe(false);
    expect(block.hold("10.244.65.9")).toBe(false);
    const given = Array.from({ length: 252 }, () => block.allocate());
    expect(new Set(given).size).toBe(252);
    expect(given.slice(0, 2)).toEqual(["10.244.64.2", "10.244.64.4"]);
    expect(block.allocate()).toBeUndefined();
    block.release("10.244.64.7");
    expect(block.allocate()).toBe("10.244.64.7");
  });
});

describe("the registry of an image", () => {
  it.each([
    ["nginx", "docker.io"],
    ["library/nginx:1", "docker.io"],
    ["example.test/a/b:1", "example.test"],
    ["localhost/a", "localhost"],
    ["localhost:5000/a", "localhost:5000"],
  ])("of %s is %s", (image, registry) => {
    expect(registryOf(image)).toBe(registry);
  });
});

describe("the wish of a user for a simulation", () => {
  it.each([
    [undefined, {}],
    ["no JSON", {}],
    ["[1]", {}],
    ['{"exitCode":"3","runSeconds":-1,"unknown":true}', {}],
    ['{"exitCode":3,"containers":{"main":{"exitCode":4}}}', { exitCode: 4 }],
    ['{"oomKilled":true,"containers":{"other":{"exitCode":4}}}', { oomKilled: true }],
    ['{"startError":"no luck"}', { startError: "no luck" }],
  ])("%s means %j", (text, wanted) => {
    const annotations: Record<string, string> =
      text === undefined ? {} : { "kubarium.dev/simulate": text };
    expect(simulationOptions(annotations, "main")).toEqual(wanted);
  });
});
