/** `kubarium/node`: a cluster of this machine for programs that want what the CLI has: durable, over TLS, with its dashboard. */
export { startNodeCluster } from "./node-cluster.ts";
export type { NodeCluster, NodeClusterOptions } from "./node-cluster.ts";
export { openSqliteLog } from "./sqlite-log.ts";
export { createNodeKernelPool } from "./kernel-pool.ts";
export { mergeKubeconfig, kubeconfigText, removeFromKubeconfig } from "./kubeconfig.ts";
