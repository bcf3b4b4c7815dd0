/** An autoscaler whose writes meet others': it measures again after its 15 seconds, as Kubernetes' does, and scales nothing twice. */
import { expect, it } from "vitest";
import { DEPLOYMENTS, EVENTS, HORIZONTAL_POD_AUTOSCALERS } from "../../../../src/api/kinds.ts";
import { conflict } from "../../../../src/api/status.ts";
import { podAutoscalerController } from "../../../../src/controllers/pod-autoscaler.ts";
import { startWorld } from "../../../fixtures/controller-world.ts";
import { autoscalerLawWorlds, autoscalerReads } from "../law-worlds-autoscaler.ts";

const objects = autoscalerLawWorlds[0]?.objects ?? [];

/** A world in which 250m of 500m are far above what is aimed at; the first write of a resource meets another's. */
async function start(refused: string) {
  const tried: string[] = [];
  const { host, list, stop } = await startWorld({
    controllers: [podAutoscalerController(autoscalerReads)],
    kubelet: false,
    objects: objects.map(([resource, object]) => {
      if (resource !== HORIZONTAL_POD_AUTOSCALERS) return [resource, object] as const;
      const text = JSON.stringify(object).replace(
        '"averageUtilization":50',
        '"averageUtilization":25',
      );
      return [resource, JSON.parse(text) as typeof object] as const;
    }),
    beforeWrite(verb, resource, { metadata }) {
      if (verb !== "update" || resource.resource === "events") return;
      tried.push(resource.resource);
      const isFirst = tried.filter((each) => each === refused).length === 1;
      if (resource.resource === refused && isFirst) throw conflict(resource, metadata.name ?? "");
    },
  });
  /** Tries up to now, and the warnings that were told. */
  const outcome = async () => ({
    tried: [...tried],
    warnings: (await list(EVENTS))
      .filter(({ type }) => type === "Warning")
      .map(({ reason, message }) => `${reason}: ${message}`),
  });
  return { host, outcome, stop, list };
}

const modified = (what: string) =>
  `Operation cannot be fulfilled on ${what}: the object has been modified; please apply your changes to the latest version and try again`;

it("a status that another has changed is left for the next time, and nothing is scaled again for it", async () => {
  const { host, outcome, stop } = await start(HORIZONTAL_POD_AUTOSCALERS.resource);
  await host.advance(29_000);
  expect(await outcome()).toEqual({
    tried: ["deployments", "horizontalpodautoscalers"],
    warnings: [`FailedUpdateStatus: ${modified('horizontalpodautoscalers.autoscaling "web"')}`],
  });
  await stop();
});

it("a size that another has changed is told of in the status, and tried at the next time", async () => {
  const { host, outcome, stop, list } = await start(DEPLOYMENTS.resource);
  await host.advance(29_000);
  const why = modified('deployments.apps "web"');
  const size = "New size: 4; reason: cpu resource utilization (percentage of request) above target";
  expect(await outcome()).toEqual({
    tried: ["deployments", "horizontalpodautoscalers"],
    warnings: [`FailedRescale: ${size}; error: ${why}`],
  });
  const [autoscaler] = await list(HORIZONTAL_POD_AUTOSCALERS);
  expect(autoscaler?.status).toMatchObject({ currentReplicas: 2, desiredReplicas: 0 });
  expect(autoscaler?.status?.conditions?.[0]).toMatchObject({
    type: "AbleToScale",
    status: "False",
    reason: "FailedUpdateScale",
    message: `the HPA controller was unable to update the target scale: ${why}`,
  });
  await host.advance(15_000);
  expect((await outcome()).tried.slice(2)).toEqual(["deployments", "horizontalpodautoscalers"]);
  await stop();
});
