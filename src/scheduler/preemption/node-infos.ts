/** The cache's nodes as plugins read them, each made anew only after it has changed. Nominated Pods are not on them. */
import type { Node } from "../../api/generated/types.ts";
import { ClusterSnapshot } from "../plugins/snapshot.ts";
import type { ClusterObjects } from "../plugins/snapshot.ts";
import { NodeInfo } from "../plugins/node-info.ts";
import type { ClusterCache, NodeEntry } from "../cluster-cache.ts";

export class NodeInfos {
  readonly #cache: ClusterCache;
  readonly #objects: ClusterObjects;
  readonly #known = new Map<string, { readonly info: NodeInfo; readonly generation: number }>();
  readonly #bare = new WeakMap<Node, NodeInfo>();
  #snapshot: { readonly value: ClusterSnapshot; readonly generation: number } | undefined;

  constructor(cache: ClusterCache, objects: ClusterObjects) {
    this.#cache = cache;
    this.#objects = objects;
  }

  /** Undefined when there is no such node. Not to be changed: dry runs work on clones. */
  of(entry: NodeEntry | undefined): NodeInfo | undefined {
    if (entry?.node === undefined) {
      if (entry !== undefined) this.#known.delete(entry.name);
      return undefined;
    }
    const known = this.#known.get(entry.name);
    if (known?.generation === entry.generation) return known.info;
    const pods = [...entry.pods.values()].filter(({ state }) => state !== "nominated");
    const info = new NodeInfo(
      entry.node,
      pods.map(({ pod }) => pod),
    );
    this.#known.set(entry.name, { info, generation: entry.generation });
    return info;
  }

  /** The node without any Pods: for filters that look at nothing else. */
  bare(entry: NodeEntry | undefined): NodeInfo | undefined {
    if (entry?.node === undefined) return undefined;
    let info = this.#bare.get(entry.node);
    if (info === undefined) {
      info = new NodeInfo(entry.node);
      this.#bare.set(entry.node, info);
    }
    return info;
  }

  /** The whole cluster as it is now; the same value as long as nothing changes. */
  snapshot(): ClusterSnapshot {
    const { generation } = this.#cache;
    if (this.#snapshot?.generation === generation) return this.#snapshot.value;
    const infos = this.#cache.nodes().flatMap((entry) => this.of(entry) ?? []);
    const value = new ClusterSnapshot(infos, this.#objects);
    this.#snapshot = { value, generation };
    return value;
  }

  /** A snapshot without nodes: for Pods whose rules look at one node at a time. */
  empty(): ClusterSnapshot {
    return new ClusterSnapshot([], this.#objects);
  }
}
