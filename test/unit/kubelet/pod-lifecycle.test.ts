import { describe, expect, it } from "vitest";
import { PODS } from "../../../src/api/kinds.ts";
import { nodeWorld, one, shell, startEngine } from "./node-world.ts";

const conditionsOf = (pod: {
  status?: { conditions?: readonly { type: string; status: string }[] };
}) => Object.fromEntries((pod.status?.conditions ?? []).map(({ type, status }) => [type, status]));

describe("a pod of a simulated node", () => {
  it("runs within the same moment, and its status is written once", async () => {
    const world = await nodeWorld();
    const before = world.client.writes.length;
    const pod = await world.run("web", one({ ports: [{ containerPort: 80 }] }));
    expect(pod.status).toMatchObject({
      phase: "Running",
      observedGeneration: 1,
      podIP: "10.244.64.2",
      podIPs: [{ ip: "10.244.64.2" }],
      hostIP: "172.30.0.2",
      hostIPs: [{ ip: "172.30.0.2" }],
      startTime: "2026-01-01T00:00:00Z",
      qosClass: "BestEffort",
    });
    expect(conditionsOf(pod)).toEqual({
      PodReadyToStartContainers: "True",
      Initialized: "True",
      Ready: "True",
      ContainersReady: "True",
      PodScheduled: "True",
    });
    expect(await world.container("web")).toMatchObject({
      ready: true,
      started: true,
      restartCount: 0,
      image: "nginx:1",
      imageID: "simulated://nginx:1",
      state: { running: { startedAt: "2026-01-01T00:00:00Z" } },
      lastState: {},
    });
    const statuses = world.client.writes.slice(before).filter((write) => write.resource === "pods");
    expect(statuses.map((write) => write.verb)).toEqual(["create", "update"]);
  });

  it("tells what it does as the kubelet tells it", async () => {
    const world = await nodeWorld();
    await world.run("web", one());
    expect([...(await world.events("web"))].sort()).toEqual([
      "Created: Container created (1)",
      'Pulled: Successfully pulled image "nginx:1" in 0ms (0ms including waiting). Image size: 33554432 bytes. (1)',
      'Pulling: Pulling image "nginx:1" (1)',
      "Started: Container started (1)",
    ]);
    await world.run("again", one());
    expect(await world.events("again")).toContain(
      'Pulled: Container image "nginx:1" already present on machine and can be accessed by the pod (1)',
    );
  });

  it("is deleted: its containers are stopped, its end is told, the API forgets it, its address is free", async () => {
    const world = await nodeWorld();
    await world.run("web", one());
    await world.client.delete(PODS, { namespace: "default", name: "web" });
    await world.host.settle();
    expect(await world.exists("web")).toBe(false);
    expect(await world.events("web")).toContain("Killing: Stopping container main (1)");
    expect(world.agents.network.listens("10.244.64.2", 80)).toBe(false);
    const kubelet = world.agents.kubelets.get("node-1");
    expect(await kubelet?.node.runtime.listPodSandboxes({}, AbortSignal.timeout(1000))).toEqual([]);
    // The address is not given again while others are free.
    expect((await world.run("next", one())).status?.podIP).toBe("10.244.64.3");
  });

  it("has its grace when it does not end at SIGTERM, and a shorter one cuts the longer off", async () => {
    const world = await nodeWorld();
    const stubborn = { "kubarium.dev/simulate": '{"ignoreTerm":true}' };
    await world.run("slow", one(), stubborn);
    await world.client.delete(PODS, { namespace: "default", name: "slow" });
    await world.host.advance(29_000);
    expect((await world.pod("slow")).status?.phase).toBe("Running");
    await world.host.advance(2_000);
    expect(await world.exists("slow")).toBe(false);

    await world.run("slower", one(), stubborn);
    await world.client.delete(
      PODS,
      { namespace: "default", name: "slower" },
      { gracePeriodSeconds: 600 },
    );
    await world.host.advance(5_000);
    await world.client.delete(
      PODS,
      { namespace: "default", name: "slower" },
      { gracePeriodSeconds: 7 },
    );
    await world.host.advance(3_000);
    expect(await world.exists("slower")).toBe(false);
  });

  it("shows how it ended when finalizers keep it", async () => {
    const world = await nodeWorld();
    await world.client.create(PODS, {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { namespace: "default", name: "kept", finalizers: ["example.com/keep"] },
      spec: { nodeName: "node-1", ...one(shell("while true; do sleep 1; done")) },
    });
    await world.host.settle();
    await world.client.delete(PODS, { namespace: "default", name: "kept" });
    await world.host.settle();
    expect((await world.pod("kept")).status?.phase).toBe("Failed");
    expect((await world.container("kept")).state?.terminated).toMatchObject({
      exitCode: 143,
      reason: "Error",
    });
  });

  it("that vanished from the API without a word is cleaned up", async () => {
    const world = await nodeWorld();
    await world.run("web", one());
    await world.client.delete(
      PODS,
      { namespace: "default", name: "web" },
      { gracePeriodSeconds: 0 },
    );
    await world.host.advance(5_000);
    const kubelet = world.agents.kubelets.get("node-1");
    expect(await kubelet?.node.runtime.listPodSandboxes({}, AbortSignal.timeout(1000))).toEqual([]);
    expect(kubelet?.pods).toEqual([]);
  });
});

describe("containers that end", () => {
  it.each([
    { policy: "Never", script: "exit 3", phase: "Failed", code: 3, reason: "Error" },
    { policy: "Never", script: "echo done", phase: "Succeeded", code: 0, reason: "Completed" },
    { policy: "OnFailure", script: "true", phase: "Succeeded", code: 0, reason: "Completed" },
  ] as const)("with restartPolicy $policy and `$script` make the pod $phase", async (row) => {
    const world = await nodeWorld();
    await world.run("job", one(shell(row.script), { restartPolicy: row.policy }));
    const pod = await world.pod("job");
    expect(pod.status?.phase).toBe(row.phase);
    expect((await world.container("job")).state?.terminated).toMatchObject({
      exitCode: row.code,
      reason: row.reason,
    });
    expect(conditionsOf(pod)["Ready"]).toBe("False");
    expect(pod.status?.podIP).toBe("10.244.64.2");
  });

  it("are started again at once, then after 10 s, 20 s, 40 s, with CrashLoopBackOff between", async () => {
    const world = await nodeWorld();
    await world.run("crash", one(shell("exit 1")));
    expect(await world.container("crash")).toMatchObject({
      restartCount: 1,
      ready: false,
      started: false,
      state: {
        waiting: {
          reason: "CrashLoopBackOff",
          message: expect.stringMatching(
            /^back-off 10s restarting failed container=main pod=crash_default\(.*\)$/,
          ) as unknown,
        },
      },
      lastState: { terminated: { exitCode: 1, reason: "Error" } },
    });
    expect((await world.pod("crash")).status?.phase).toBe("Running");
    const counts: [number, number][] = [];
    for (const waitMs of [9_000, 2_000, 18_000, 2_000, 38_000, 3_000]) {
      await world.host.advance(waitMs);
      counts.push([waitMs, (await world.container("crash")).restartCount]);
    }
    expect(counts.map(([, count]) => count)).toEqual([1, 2, 2, 3, 3, 4]);
    expect(
      (await world.events("crash")).some((event) =>
        event.startsWith(
          "BackOff: Back-off restarting failed container main in pod crash_default(",
        ),
      ),
    ).toBe(true);
    expect(await world.log("crash", "main", { previous: true })).toBe("");
  });

  it("killed for their memory say OOMKilled", async () => {
    const world = await nodeWorld();
    const wish = { "kubarium.dev/simulate": '{"oomKilled":true,"runSeconds":2}' };
    await world.run("hungry", one({}, { restartPolicy: "Never" }), wish);
    await world.host.advance(3_000);
    expect((await world.container("hungry")).state?.terminated).toMatchObject({
      exitCode: 137,
      reason: "OOMKilled",
    });
  });

  it("past the pod's deadline make it Failed with DeadlineExceeded", async () => {
    const world = await nodeWorld();
    await world.run("late", one({}, { activeDeadlineSeconds: 5 }));
    await world.host.advance(6_000);
    expect((await world.pod("late")).status).toMatchObject({
      phase: "Failed",
      reason: "DeadlineExceeded",
      message: "Pod was active on the node longer than the specified deadline",
    });
  });
});

describe("an engine that starts anew", () => {
  it("takes up what ran, and writes nothing where nothing has changed", async () => {
    const world = await nodeWorld();
    await world.run(
      "web",
      one({ ports: [{ containerPort: 80 }], readinessProbe: { httpGet: { port: 80 } } }),
    );
    await world.run(
      "counter",
      one(shell('i=0; while true; do echo "n $i"; i=$((i+1)); sleep 1; done')),
    );
    await world.host.advance(20_000);
    const [before, ran] = [await world.container("web"), await world.log("counter")];
    await world.agents.stop();
    const writes = world.client.writes.length;
    const agents = await startEngine(world);
    await world.host.settle();
    expect(await world.container("web")).toEqual(before);
    expect(world.client.writes.slice(writes)).toEqual([]);
    expect(agents.network.listens("10.244.64.2", 80)).toBe(true);
    const stream = await agents.podLogs(
      await world.pod("counter"),
      { container: "main", previous: false, follow: false, timestamps: false },
      new AbortController().signal,
    );
    let text = "";
    stream.start({
      write: (chunk) => ((text += new TextDecoder().decode(chunk as Uint8Array)), 0),
      end: () => {},
    });
    await world.host.settle();
    expect(text).toBe(ran);
    await agents.stop();
  });
});
