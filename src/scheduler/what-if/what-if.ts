/**
 * What would happen: Pods that do not exist placed one after another on a copy of the cluster, nodes added to it and taken
 * away. Nothing is written. Evictions to make room are not tried.
 */
import type { Node, Pod } from "../../api/generated/types.ts";
import { invalid } from "../../api/status.ts";
import { rfc3339 } from "../../api/time.ts";
import { invalidValue, notFoundValue } from "../../api/validation/field-errors.ts";
import type { Host } from "../../host/host.ts";
import type {
  DisplacedPodDocument,
  WhatIfDocument,
  WhatIfNodeDocument,
  WhatIfPodDocument,
} from "../explain/explanation-document.ts";
import { unplaced, type Explainer } from "../explain/explainer.ts";
import { explainPlacement } from "../explain/placement.ts";
import type { Framework } from "../plugins/framework.ts";
import { NodeInfo } from "../plugins/node-info.ts";
import { ClusterSnapshot } from "../plugins/snapshot.ts";
import { readWhatIf, whatIfKind } from "./what-if-request.ts";
import type { NodeSketch, WhatIfRequest } from "./what-if-request.ts";
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
  return Array.from(node.pods, ({ pod }) => ({
    pod,
    from: node.name,
    ends:
      pod.metadata.annotations?.["kubernetes.io/config.mirror"] !== undefined ||
      (pod.metadata.ownerReferences ?? []).some(
        ({ controller, kind }) => controller === true && (kind === "DaemonSet" || kind === "Node"),
      ),
  })).sort((a, b) => (b.pod.spec?.priority ?? 0) - (a.pod.spec?.priority ?? 0));
}

/** A copy of the cluster that fills up as Pods are placed. */
class Run {
  readonly #parts: WhatIfParts;
  readonly #snapshot: ClusterSnapshot;
  #looks = 0;

  constructor(parts: WhatIfParts, snapshot: ClusterSnapshot) {
    this.#parts = parts;
    this.#snapshot = snapshot;
  }

  async place(pod: Pod, limit: number): Promise<WhatIfPodDocument> {
    await this.#breathe();
    const framework = this.#frameworkOf(pod);
    const snapshot = this.#snapshot;
    const placement = explainPlacement(pod, { framework, snapshot }, { limit });
    if (placement.nodeName !== undefined) snapshot.node(placement.nodeName)?.addPod(pod);
    const { name = "", namespace = "" } = pod.metadata;
    return { name, namespace, ...placement };
  }

  async displace(pod: Pod, from: string, ends: boolean): Promise<DisplacedPodDocument> {
    const { name = "", namespace = "" } = pod.metadata;
    if (ends) return { name, namespace, from, outcome: "ends" };
    const { outcome, nodeName, message } = await this.place(unplaced(pod), 0);
    return {
      name,
      namespace,
      from,
      outcome: outcome === "placed" ? "placed" : "unschedulable",
      ...(nodeName === undefined ? {} : { nodeName }),
      ...(message === undefined ? {} : { message }),
    };
  }

  #frameworkOf(pod: Pod): Framework {
    const { explainer } = this.#parts;
    const framework =
      explainer.frameworkOf(pod.spec?.schedulerName ?? "default-scheduler") ??
      explainer.defaultFramework();
    return framework;
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
  for (const { nodeName } of about.pods) {
    if (nodeName !== undefined) counts.set(nodeName, (counts.get(nodeName) ?? 0) + 1);
  }
  const toDocument = (node: NodeInfo): WhatIfNodeDocument => ({
    name: node.name,
    ...(about.added.includes(node) ? { added: true as const } : {}),
    ...(about.removed.includes(node) ? { removed: true as const } : {}),
    pods: counts.get(node.name) ?? 0,
    requested: { ...Object.fromEntries(node.requested), pods: node.podCount },
    allocatable: Object.fromEntries(node.allocatable),
  });
  const taking = new Set(about.displaced.map(({ nodeName }) => nodeName));
  // Nodes that the question changes nothing about are left out.
  const touched = snapshot.nodes.filter(
    (node) => counts.has(node.name) || taking.has(node.name) || about.added.includes(node),
  );
  return [...touched, ...about.removed]
    .map(toDocument)
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}
