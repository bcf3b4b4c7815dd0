/** What a node says that it has, in the form that the API gives quantities (apimachinery, resource.Quantity: canonical form). */
import { expect, test } from "vitest";
import { allocatableOf, capacityOf, type NodeIdentity } from "../../../src/kubelet/node-status.ts";

const node = (memoryBytes: number, simulated: boolean): NodeIdentity =>
  ({ machine: { cpus: 4, memoryBytes }, maxPods: 110, simulated }) as unknown as NodeIdentity;
const gibibyte = 1024 ** 3;

test.each([
  [32 * gibibyte, true, "32Gi", "32Gi"],
  [32 * gibibyte, false, "32Gi", "32668Mi"],
  [32 * gibibyte + 5000, true, "33554436Ki", "33554436Ki"],
  [50 * 1024 ** 2, false, "50Mi", "0"],
])(
  "%i bytes, simulated %s: %s, of which Pods have %s",
  (bytes, simulated, capacity, allocatable) => {
    const identity = node(bytes, simulated);
    expect(capacityOf(identity)["memory"]).toBe(capacity);
    expect(allocatableOf(identity)["memory"]).toBe(allocatable);
  },
);
