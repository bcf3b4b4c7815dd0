import { describe, it } from "vitest";
import { createSimulatedHost } from "../../src/host/simulated.ts";
import { DockerRuntime } from "../../src/host/node/docker/docker-runtime.ts";
import { describeContainerRuntime, signal } from "../conformance/container-runtime.ts";
import { daemonObstacle, startDaemon } from "./docker-daemon.ts";

const obstacle = daemonObstacle();

if (obstacle) {
  describe("the Docker runtime", () => {
    it.skip(`is not tested here: ${obstacle}`, () => {});
  });
} else {
  describeContainerRuntime("Docker", async () => {
    const daemon = await startDaemon();
    const client = await daemon.client();
    const host = createSimulatedHost();
    const runtime = await DockerRuntime.open({ client, host, cluster: "suite" }, signal);
    return {
      runtime,
      image: daemon.image,
      pass: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      close: async () => {
        await runtime.close();
        await daemon.stop();
      },
    };
  });
}
