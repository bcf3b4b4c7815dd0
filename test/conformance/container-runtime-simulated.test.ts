import { createSimulatedHost } from "../../src/host/simulated.ts";
import { SimulatedNetwork } from "../../src/kubelet/runtimes/simulated-network.ts";
import { SimulatedStorage } from "../../src/kubelet/runtimes/simulated-storage.ts";
import { SimulatedRuntime } from "../../src/kubelet/runtimes/simulated-runtime.ts";
import { describeContainerRuntime } from "./container-runtime.ts";

describeContainerRuntime("simulated", async () => {
  const host = createSimulatedHost({ seed: 3 });
  const runtime = new SimulatedRuntime({
    host,
    nodeName: "node-1",
    nodeIp: "172.30.0.2",
    podCidr: "10.244.64.0/24",
    network: new SimulatedNetwork(),
    storage: new SimulatedStorage(() => host.clock.nowMs()),
  });
  return {
    runtime,
    image: "busybox:1",
    pass: (ms) => host.advance(ms),
    close: () => runtime.close(),
  };
});
