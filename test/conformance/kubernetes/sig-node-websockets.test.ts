/** The conformance texts of sig-node about WebSockets, on a real TLS listener. */
import { describe, expect, test } from "vitest";
import type { WebSocket } from "ws";
import { eventually } from "../../fixtures/eventually.ts";
import { listenForUpgrades } from "../../unit/host/upgrade-fixture.ts";
import { busybox } from "./pod-output.ts";

const pods = "/api/v1/namespaces/default/pods";

describe("[sig-node]", () => {
  const { call, post, socketTo } = listenForUpgrades();

  async function runPod(name: string, script: string): Promise<void> {
    const containers = [{ name: "main", image: busybox, command: ["/bin/sh", "-c", script] }];
    await post(pods, { metadata: { name }, spec: { containers } });
    await eventually(async () => {
      const { body } = await call({ path: `${pods}/${name}` });
      expect(JSON.parse(body)).toMatchObject({ status: { phase: "Running" } });
    });
  }

  const messages = (socket: WebSocket): Promise<readonly Buffer[]> => {
    const seen: Buffer[] = [];
    return new Promise((resolve, reject) => {
      socket.on("message", (data: Buffer) => seen.push(data));
      socket.on("close", () => resolve(seen));
      socket.on("error", reject);
    });
  };

  test("Pods, remote command execution over websocket", async () => {
    const name = "pod-exec-websocket";
    await runPod(name, "echo container is alive; sleep 600");
    const command = ["echo", "remote execution test"].map((word) => ["command", word]);
    const query = new URLSearchParams([
      ["stderr", "1"],
      ["stdout", "1"],
      ["container", "main"],
      ...command,
    ]);
    const socket = socketTo(`${pods}/${name}/exec?${query}`, ["channel.k8s.io"]);
    let output = "";
    for (const message of await messages(socket)) {
      if (message.length === 0 || (message[0] !== 1 && message.length === 1)) continue;
      expect(message[0]).toBe(1);
      output += message.subarray(1).toString();
    }
    expect(output).toContain("remote execution test");
  });

  test("Pods, logs from websockets", async () => {
    const name = "pod-logs-websocket";
    await runPod(name, "echo container is alive; sleep 10000");
    const socket = socketTo(`${pods}/${name}/log?container=main`, ["binary.k8s.io"]);
    const output = (await messages(socket)).map((message) => message.toString().trim());
    expect(output.join("")).toBe("container is alive");
  });
});
