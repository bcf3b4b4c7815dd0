/**
 * Tells the kubelet of each node how long it may keep Secrets and ConfigMaps: the longer, the more nodes there are. Source:
 * pkg/controller/ttl. It says so to nodes that have not been told, and leaves what was said before: rewriting every node whenever their
 * number passes a step would cost more than the kubelets of this process, which watch, could ever save.
 */
import type { Node } from "../api/generated/types.ts";
import { NODES } from "../api/kinds.ts";
import type { Stored } from "../api/object.ts";
import { ownKey, watch, type Controller } from "../loop/controller.ts";
import { plan } from "../loop/plan.ts";

const annotation = "node.alpha.kubernetes.io/ttl";
/** Up to so many nodes, so many seconds. */
const steps: readonly (readonly [nodesMax: number, seconds: number])[] = [
  [100, 0],
  [500, 15],
  [1000, 30],
  [2000, 60],
  [Infinity, 300],
];

export interface NodeTtlView {
  readonly node: Stored<Node>;
  readonly count: number;
}

export const nodeTtlController: Controller<NodeTtlView> = {
  name: "ttl-controller",
  watches: [watch(NODES, ownKey)],
  view(listers, key) {
    const nodes = listers.of(NODES);
    const node = nodes.get(key);
    // Of the many that have been told, nothing is decided: they are not to be counted each time.
    if (!node || isTold(node)) return undefined;
    return { node, count: nodes.all().length };
  },
  reconcile({ node, count }) {
    const [, seconds = 0] = steps.find(([nodesMax]) => count <= nodesMax) ?? [];
    const patch = { metadata: { annotations: { [annotation]: String(seconds) } } };
    return plan([{ verb: "patch", resource: NODES, object: node, type: "strategic", patch }]);
  },
};

function isTold({ metadata }: Node): boolean {
  return metadata.annotations?.[annotation] !== undefined;
}
