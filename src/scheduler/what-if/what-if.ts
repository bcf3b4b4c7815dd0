/**
 * What would happen: Pods that do not exist placed one after another on a copy of the cluster, nodes added to it and taken
 * away. Nothing is written, and nobody evicted: whom preemption would evict is said.
 */
import type { Node, Pod } from "../../api/generated/types.ts";
import { invalid } from "../../api/status.ts";
import { rfc3339 } from "../../api/time.ts";
import { invalidValue, notFoundValue } from "../../api/validation/field-errors.ts";
import type { Host } from "../../host/host.ts";
import type {
  DisplacedPodDocument,
  PreemptionDocument,
  WhatIfDocument,
  WhatIfNodeDocument,
  WhatIfPodDocument,
} from "../explain/explanation-document.ts";
import { unplaced, type Explainer } from "../explain/explainer.ts";
import { explainPlacement } from "../explain/placement.ts";
import type { Framework } from "../plugins/framework.ts";
import { NodeInfo } from "../plugins/node-info.ts";
import { ClusterSnapshot } from "../plugins/snapshot.ts";
import type { SchedulerProfile } from "../profile/profile.ts";
import { priority } from "../queue/waiting-pod.ts";
import { readWhatIf, whatIfKind } from "./what-if-request.ts";
import type { NodeSketch, WhatIfRequest } from "./what-if-request.ts";
import { wouldPreempt } from "./would-preempt.ts";
import type { JsonObject } from "../../api/json.ts";

export interface WhatIfParts {
  readonly host: Host;
  readonly explainer: Explainer;
  /** The object as the API would store it: defaulted, admitted, validated, not written. Rejects with its StatusError. */
  dryRun<T extends Pod | Node>(object: T): Promise<T>;
}

/** Nodes in an answer's tables, at most, by default. */
const limitDefault = 16;
/** Nodes looked at, over all Pods: some seconds of work. */
const looksMax = 1_000_000;
/** Nodes looked at between two breaths: a few milliseconds. */
const looksAtOnce = 500;
/** Pods whose tables are given; of the others only where they go. */
const tablesMax = 20;

/** Rejects with StatusError: 400 or 422 for what cannot be asked, or what the API says of the Pod or a node. */
export async function answerWhatIf(body: JsonObject, parts: WhatIfParts): Promise<WhatIfDocument> {
  const request = readWhatIf(body);
  const before = parts.explainer.snapshot();
  const removed = removedNodes(request.removeNodes, before);
  const gone = new Set(removed);
  const kept = before.nodes.filter((node) => !gone.has(node));
  const leaving = removed.flatMap((node) => leavingPods(node));
  checkSize(request, leaving.length, kept.length + request.addNodes.length);
  const added = await sketchedNodes(request.addNodes, before, parts);
  const template = await templatePod(request, parts);
  const snapshot = new ClusterSnapshot([...kept, ...added], before.objects);
  const run = new Run(parts, snapshot);
  const wanted = template === undefined ? [] : replicasOf(template, request, snapshot);
  const displaced: DisplacedPodDocument[] = [];
  for (const { pod, from, ends } of leaving) {
    displaced.push(await run.displace(pod, from, ends));
  }
  const pods: WhatIfPodDocument[] = [];
  for (const pod of wanted) {
    const limit = pods.length < tablesMax ? (request.limit ?? limitDefault) : 0;
    pods.push(await run.place(pod, limit));
  }
  return {
    apiVersion: "kubarium/v1",
    kind: "WhatIf",
    time: rfc3339(parts.host.clock.nowMs()),
    pods,
    placed: pods.filter(({ outcome }) => outcome === "placed").length,
    preempting: pods.filter(({ preemption }) => preemption !== undefined).length,
    displaced,
    nodes: nodeDocuments(snapshot, { added, removed, pods, displaced }),
  };
}

/** Throws StatusError 422 for more work than the API should wait for. */
function checkSize(request: WhatIfRequest, leaving: number, nodes: number): void {
  const { template, replicas } = request;
  const wanted = template === undefined ? 0 : replicas === "perNode" ? nodes : replicas;
  if ((leaving + wanted) * nodes <= looksMax) return;
  const detail = `${leaving + wanted} Pods on ${nodes} nodes are more than can be tried at once`;
  throw invalid(whatIfKind, "", [invalidValue("replicas", replicas, detail)]);
}

async function templatePod(
  { template }: WhatIfRequest,
  { dryRun, explainer }: WhatIfParts,
): Promise<Pod | undefined> {
  if (template === undefined) return undefined;
  const pod = await dryRun(template.pod);
  const schedulerName = pod.spec?.schedulerName ?? "default-scheduler";
  if (explainer.frameworkOf(schedulerName) === undefined) {
    const field = `${template.field}.spec.schedulerName`;
    throw invalid(whatIfKind, "", [notFoundValue(field, schedulerName)]);
  }
  return { ...pod, metadata: { ...pod.metadata, name: template.name } };
}

/** Distinct Pods of one template. A DaemonSet's are each tied to their node, as its controller ties them. */
function replicasOf(
  template: Pod,
  { replicas }: WhatIfRequest,
  snapshot: ClusterSnapshot,
): readonly Pod[] {
  const { name = "pod", uid = "" } = template.metadata;
  const numbered = (index: number, pod: Pod): Pod => ({
    ...pod,
    metadata: { ...pod.metadata, name: `${name}-${index}`, uid: `${uid}-${index}` },
  });
  if (replicas === "perNode") {
    return snapshot.nodes.map((node, index) => numbered(index, tiedTo(template, node.name)));
  }
  if (replicas === 1) return [template];
  return Array.from({ length: replicas }, (_, index) => numbered(index, template));
}

function tiedTo(pod: Pod, nodeName: string): Pod {
  const affinity = pod.spec?.affinity;
  const own = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const matchFields = [{ key: "metadata.name", operator: "In" as const, values: [nodeName] }];
  const nodeSelectorTerms = (own?.nodeSelectorTerms ?? [{}]).map((term) => ({
    ...term,
    matchFields,
  }));
  return {
    ...pod,
    spec: {
      containers: [],
      ...pod.spec,
      affinity: {
        ...affinity,
        nodeAffinity: {
          ...affinity?.nodeAffinity,
          requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms },
        },
      },
    },
  };
}

async function sketchedNodes(
  sketches: readonly NodeSketch[],
  before: ClusterSnapshot,
  { dryRun }: WhatIfParts,
): Promise<readonly NodeInfo[]> {
  const names = new Set(before.nodes.map(({ name }) => name));
  const checked = new Set<string>();
  const added: NodeInfo[] = [];
  for (const sketch of sketches) {
    const { name = "" } = sketch.node.metadata;
    if (names.has(name)) {
      const detail = "there is a node of that name";
      throw invalid(whatIfKind, "", [invalidValue(`${sketch.field}.name`, name, detail)]);
    }
    names.add(name);
    const node = completed(sketch, before);
    // Nodes of one sketch differ in nothing but their number.
    if (!checked.has(sketch.field)) await dryRun(node);
    checked.add(sketch.field);
    added.push(new NodeInfo(node));
  }
  return added;
}

/** With what a kubelet says of itself, or what the node that it is like has. */
function completed({ node, like, field }: NodeSketch, before: ClusterSnapshot): Node {
  const { name = "", labels = {} } = node.metadata;
  const own = { "kubernetes.io/arch": "amd64", "kubernetes.io/os": "linux" };
  let pattern: Node | undefined;
  if (like !== undefined) {
    pattern = before.node(like)?.node;
    if (pattern === undefined)
      throw invalid(whatIfKind, "", [notFoundValue(`${field}.like`, like)]);
  }
  const allocatable = { ...pattern?.status?.allocatable, ...node.status?.allocatable };
  const taints = node.spec?.taints ?? pattern?.spec?.taints;
  const hostname = { "kubernetes.io/hostname": name };
  return {
    ...node,
    metadata: { name, labels: { ...own, ...pattern?.metadata.labels, ...hostname, ...labels } },
    spec: { ...node.spec, ...(taints === undefined ? {} : { taints }) },
    status: {
      allocatable,
      capacity: allocatable,
      ...(pattern?.status?.images === undefined ? {} : { images: pattern.status.images }),
    },
  };
}

function removedNodes(names: readonly string[], before: ClusterSnapshot): readonly NodeInfo[] {
  return [...new Set(names)].map((name, index) => {
    const node = before.node(name);
    if (node !== undefined) return node;
    throw invalid(whatIfKind, "", [notFoundValue(`removeNodes[${index}]`, name)]);
  });
}

interface LeavingPod {
  readonly pod: Pod;
  readonly from: string;
  /** It belongs to the node and goes with it. */
  readonly ends: boolean;
}

/** The most important first, as the queue would have them. */
function leavingPods(node: NodeInfo): readonly LeavingPod[] {
  // A Pod that the node is only promised to is not there, and has nothing to leave.
  const there = Array.from(node.pods, ({ pod }) => pod).filter((pod) => !isPromised(pod, node));
  return there
    .map((pod) => ({
      pod,
      from: node.name,
      ends:
        pod.metadata.annotations?.["kubernetes.io/config.mirror"] !== undefined ||
        (pod.metadata.ownerReferences ?? []).some(
          ({ controller, kind }) =>
            controller === true && (kind === "DaemonSet" || kind === "Node"),
        ),
    }))
    .sort((a, b) => (b.pod.spec?.priority ?? 0) - (a.pod.spec?.priority ?? 0));
}

/** It waits, with this node in prospect. */
function isPromised(pod: Pod, { name }: NodeInfo): boolean {
  return !pod.spec?.nodeName && pod.status?.nominatedNodeName === name;
}

/** A copy of the cluster that fills up as Pods are placed. */
class Run {
  readonly #parts: WhatIfParts;
  readonly #snapshot: ClusterSnapshot;
  /** Waiting Pods that a node is promised to. */
  readonly #promised: readonly { readonly pod: Pod; readonly node: NodeInfo }[];
  #looks = 0;
  /** What the last Pod without help was, and what was said of it; forgotten when the cluster changes. */
  #helpless: { readonly spec: Pod["spec"]; readonly message: string } | undefined;

  constructor(parts: WhatIfParts, snapshot: ClusterSnapshot) {
    this.#parts = parts;
    this.#snapshot = snapshot;
    this.#promised = snapshot.nodes.flatMap((node) =>
      Array.from(node.pods, ({ pod }) => ({ pod, node })).filter(({ pod }) =>
        isPromised(pod, node),
      ),
    );
  }

  async place(pod: Pod, limit: number): Promise<WhatIfPodDocument> {
    await this.#breathe();
    this.#keepPromises(pod);
    const profile = this.#profileOf(pod);
    const framework =
      this.#parts.explainer.frameworkOf(profile.schedulerName) ??
      this.#parts.explainer.defaultFramework();
    const snapshot = this.#snapshot;
    const placement = explainPlacement(pod, { framework, snapshot }, { limit });
    const { name = "", namespace = "" } = pod.metadata;
    const { outcome, nodeName, nodeCount } = placement;
    if (nodeName !== undefined) this.#put(pod, nodeName);
    if (outcome !== "unschedulable" || nodeCount === 0) return { name, namespace, ...placement };
    const { message, preemption } = this.#makeRoom(pod, { framework, profile });
    const text = message === "" ? placement.message : `${placement.message} ${message}`;
    return {
      name,
      namespace,
      ...placement,
      ...(text === undefined ? {} : { message: text }),
      ...(preemption === undefined ? {} : { preemption }),
    };
  }

  #put(pod: Pod, nodeName: string): void {
    this.#snapshot.node(nodeName)?.addPod(pod);
    this.#helpless = undefined;
  }

  /** Takes victims away and puts the Pod in their place, for those that come after it. */
  #makeRoom(
    pod: Pod,
    by: { readonly framework: Framework; readonly profile: SchedulerProfile },
  ): { readonly message: string; readonly preemption?: PreemptionDocument } {
    // Replicas share their spec.
    if (this.#helpless !== undefined && this.#helpless.spec === pod.spec) {
      return { message: this.#helpless.message };
    }
    this.#looks += this.#snapshot.nodes.length;
    const budgets = this.#parts.explainer.budgets();
    const answer = wouldPreempt(pod, { ...by, snapshot: this.#snapshot, budgets });
    const { message, victims, document } = answer;
    if (document === undefined) {
      this.#helpless = { spec: pod.spec, message };
      return { message };
    }
    const { nominatedNodeName } = document;
    for (const victim of victims) this.#snapshot.node(nominatedNodeName)?.removePod(victim);
    this.#put(pod, nominatedNodeName);
    return { message, preemption: document };
  }

  /** A promise counts for Pods of the same or a lower priority. */
  #keepPromises(pod: Pod): void {
    for (const { pod: other, node } of this.#promised) {
      if (priority(other) < priority(pod)) node.removePod(other);
      else if (!node.has(other)) node.addPod(other);
    }
  }

  async displace(pod: Pod, from: string, ends: boolean): Promise<DisplacedPodDocument> {
    const { name = "", namespace = "" } = pod.metadata;
    if (ends) return { name, namespace, from, outcome: "ends" };
    const { outcome, nodeName, message, preemption } = await this.place(unplaced(pod), 0);
    return {
      name,
      namespace,
      from,
      outcome: outcome === "placed" ? "placed" : "unschedulable",
      ...(nodeName === undefined ? {} : { nodeName }),
      ...(message === undefined ? {} : { message }),
      ...(preemption === undefined ? {} : { preemption }),
    };
  }

  #profileOf({ spec }: Pod): SchedulerProfile {
    const { explainer } = this.#parts;
    return (
      explainer.profileOf(spec?.schedulerName ?? "default-scheduler") ?? explainer.defaultProfile()
    );
  }

  /** Lets the API go on with its work between Pods. */
  #breathe(): Promise<void> | undefined {
    this.#looks += this.#snapshot.nodes.length;
    if (this.#looks < looksAtOnce) return undefined;
    this.#looks = 0;
    return new Promise((resolve) => {
      this.#parts.host.timers.after(0, resolve);
    });
  }
}

function nodeDocuments(
  snapshot: ClusterSnapshot,
  about: {
    readonly added: readonly NodeInfo[];
    readonly removed: readonly NodeInfo[];
    readonly pods: readonly WhatIfPodDocument[];
    readonly displaced: readonly DisplacedPodDocument[];
  },
): readonly WhatIfNodeDocument[] {
  const counts = new Map<string, number>();
  const evicted = new Map<string, readonly string[]>();
  for (const { nodeName, preemption } of about.pods) {
    const name = nodeName ?? preemption?.nominatedNodeName;
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  for (const { preemption } of [...about.displaced, ...about.pods]) {
    if (preemption === undefined) continue;
    const { nominatedNodeName, victims } = preemption;
    const names = victims.map(({ namespace, name }) => `${namespace}/${name}`);
    evicted.set(nominatedNodeName, [...(evicted.get(nominatedNodeName) ?? []), ...names]);
  }
  const evictedFrom = ({ name }: NodeInfo): Pick<WhatIfNodeDocument, "evicted"> => {
    const names = evicted.get(name);
    return names === undefined ? {} : { evicted: names };
  };
  const toDocument = (node: NodeInfo): WhatIfNodeDocument => ({
    name: node.name,
    ...(about.added.includes(node) ? { added: true as const } : {}),
    ...(about.removed.includes(node) ? { removed: true as const } : {}),
    pods: counts.get(node.name) ?? 0,
    ...evictedFrom(node),
    requested: { ...Object.fromEntries(node.requested), pods: node.podCount },
    allocatable: Object.fromEntries(node.allocatable),
  });
  const taking = new Set(
    about.displaced.map(({ nodeName, preemption }) => nodeName ?? preemption?.nominatedNodeName),
  );
  // Nodes that the question changes nothing about are left out.
  const touched = snapshot.nodes.filter(
    (node) => counts.has(node.name) || taking.has(node.name) || about.added.includes(node),
  );
  return [...touched, ...about.removed]
    .map(toDocument)
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}
