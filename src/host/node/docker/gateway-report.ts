/** Tells the cluster how its gateway is: a condition of the Docker node, and an event where something is missing. */
import { NODES } from "../../../api/kinds.ts";
import { rfc3339 } from "../../../api/time.ts";
import type { Host } from "../../host.ts";
import type { Client } from "../../../loop/client.ts";
import { EventRecorder } from "../../../loop/event-recorder.ts";
import type { DockerGateway, GatewayState } from "./docker-gateway.ts";

/** True is the bad case, as with the other conditions that problems have; nothing is kept off the node by it. */
export const gatewayCondition = "ServiceNetworkUnavailable";

export interface GatewayReporterOptions {
  readonly client: Client;
  readonly host: Host;
  readonly nodeName: string;
}

/** What a state is in a condition's words; undefined for one that says nothing yet. */
export function conditionOf(
  state: GatewayState,
):
  | { readonly status: "True" | "False"; readonly reason: string; readonly message: string }
  | undefined {
  switch (state.phase) {
    case "starting":
      return undefined;
    case "ready":
      return {
        status: "False",
        reason: "GatewayReady",
        message: "the gateway answers for Services and names",
      };
    case "failed":
      return {
        status: "True",
        reason: "NoGateway",
        message: `Pods of this node reach neither Services nor the cluster's DNS: ${state.message}`,
      };
  }
}

/** Once the node is registered. Resolves when what is under way is written. */
export function reportGateway(
  gateway: DockerGateway,
  options: GatewayReporterOptions,
): { stop(): Promise<void> } {
  const { client, host, nodeName } = options;
  const events = new EventRecorder({ client, host, component: "service-network" });
  let working = Promise.resolve();
  let written = "";
  let stopped = false;
  const write = async (state: GatewayState): Promise<void> => {
    const condition = conditionOf(state);
    const text = JSON.stringify(condition);
    if (stopped || !condition || text === written) return;
    const node = await client.get(NODES, { name: nodeName });
    const now = rfc3339(host.clock.nowMs());
    const before = node.status?.conditions?.find(({ type }) => type === gatewayCondition);
    const lastTransitionTime =
      before?.status === condition.status ? before.lastTransitionTime : now;
    const entry = {
      type: gatewayCondition,
      ...condition,
      lastHeartbeatTime: now,
      lastTransitionTime,
    };
    await client.patch(
      NODES,
      { name: nodeName },
      { status: { conditions: [entry] } },
      { type: "strategic", subresource: "status" },
    );
    written = text;
    if (condition.status === "True")
      events.record({
        regarding: node,
        type: "Warning",
        reason: gatewayCondition,
        message: condition.message,
      });
  };
  gateway.watch((state) => {
    if (state.phase === "ready")
      for (const { service, listener, code } of state.failures)
        host.log.write("warn", "the gateway cannot listen", { service, ...listener, code });
    working = working
      .then(() => write(state))
      .catch((error: unknown) => {
        if (!stopped)
          host.log.write("warn", "node condition not written", { error: String(error) });
      });
  });
  return {
    async stop() {
      stopped = true;
      await working;
      await events.flush();
    },
  };
}
