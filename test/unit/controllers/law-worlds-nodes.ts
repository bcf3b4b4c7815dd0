/** States of nodes, for the laws of controllers. */
import { NODES } from "../../../src/api/kinds.ts";
import { nodeTaintController } from "../../../src/controllers/node-taints.ts";
import { placed, type LawWorld } from "./law-worlds.ts";

const node = (name: string, spec: object, ...conditions: readonly (readonly [string, string])[]) =>
  placed(NODES, {
    name,
    spec,
    status: { conditions: conditions.map(([type, status]) => ({ type, status })) },
  });

export const nodeLawWorlds: readonly LawWorld[] = [
  {
    state: "with nodes in every state",
    controller: nodeTaintController,
    objects: [
      node("ready", {}, ["Ready", "True"]),
      node("cordoned", { unschedulable: true }, ["Ready", "True"], ["DiskPressure", "True"]),
      node("gone", { taints: [{ key: "dedicated", effect: "NoSchedule" }] }, ["Ready", "Unknown"]),
      node("silent", {}),
    ],
  },
];
