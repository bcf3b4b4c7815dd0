/**
 * Which volumes a Pod's claims would be bound to on a node, and which would be made for them: volumebinding/binder_test.go
 * (TestFindPodVolumesWithoutProvisioning, TestFindPodVolumesWithProvisioning, TestCapacity). Left out: volumes of in-tree drivers that
 * have been migrated to CSI (TestFindPodVolumesWithCSIMigration: no node here has migrated any), and the caches behind assuming and
 * binding, which are held to in stories.
 */

export interface BinderClaim {
  readonly name: string;
  readonly class: "wait" | "immediate" | "made" | "mismatch";
  readonly size: string;
  /** Bound, or promised where the binding is not completed. */
  readonly volume?: string;
  readonly promised?: boolean;
  readonly selectedNode?: string;
  /** Whose it is: the ephemeral volume of the Pod itself, or another's. */
  readonly owner?: "the Pod" | "another";
}

export interface BinderVolume {
  readonly name: string;
  readonly node: string;
  readonly size: string;
  readonly class: BinderClaim["class"];
  readonly claim?: string;
}

export interface BinderCapacity {
  /** Nodes without a name can all be reached. */
  readonly node?: string;
  readonly class?: BinderClaim["class"];
  readonly capacity?: string;
  readonly most?: string;
}

export interface BinderVector {
  readonly name: string;
  /** Of the Pod, by name; ephemeral ones by the name of the volume. */
  readonly wants: readonly string[];
  readonly ephemeral?: boolean;
  readonly claims?: readonly BinderClaim[];
  readonly volumes?: readonly BinderVolume[];
  readonly capacities?: readonly BinderCapacity[];
  /** Volumes by claim, and the claims that volumes are made for. */
  readonly matches?: Readonly<Record<string, string>>;
  readonly provisions?: readonly string[];
  readonly reasons?: readonly string[];
  /** Where the driver counts its room, and there is none: what is to be made cannot be. */
  readonly needsCapacity?: boolean;
}

export const noRoom = "node(s) did not have enough free storage";
const conflict = "node(s) didn't match PersistentVolume's node affinity";
const nothing = "node(s) didn't find available persistent volumes to bind";
const immediate = "pod has unbound immediate PersistentVolumeClaims";

const unbound: BinderClaim = { name: "unbound-pvc", class: "wait", size: "1G" };
const unbound2: BinderClaim = { name: "unbound-pvc2", class: "wait", size: "5G" };
const bound: BinderClaim = { name: "bound-pvc", class: "wait", size: "1G", volume: "pv-bound" };
const prebound: BinderClaim = { name: "prebound-pvc", class: "wait", size: "1G", volume: "pv-node1a", promised: true };
const immediateUnbound: BinderClaim = { name: "immediate-unbound-pvc", class: "immediate", size: "1G" };
const immediateBound: BinderClaim = { name: "immediate-bound-pvc", class: "immediate", size: "1G", volume: "pv-bound-immediate" };
const made: BinderClaim = { name: "provisioned-pvc", class: "made", size: "1Gi" };
const selected: BinderClaim = { ...made, selectedNode: "node1" };
const unmakable: BinderClaim = { name: "no-provisioner-pvc", class: "wait", size: "1Gi" };
const mismatched: BinderClaim = { name: "topo-mismatch-pvc", class: "mismatch", size: "1Gi" };

const node1a: BinderVolume = { name: "pv-node1a", node: "node1", size: "5G", class: "wait" };
const node1b: BinderVolume = { name: "pv-node1b", node: "node1", size: "10G", class: "wait" };
const node2: BinderVolume = { name: "pv-node2", node: "node2", size: "1G", class: "wait" };
const pvBound: BinderVolume = { name: "pv-bound", node: "node1", size: "1G", class: "wait", claim: "bound-pvc" };
const immediateOn = (node: string): BinderVolume => ({ name: "pv-bound-immediate", node, size: "1G", class: "immediate", claim: "immediate-bound-pvc" });

interface Row extends Omit<BinderVector, "wants" | "claims"> {
  readonly of: readonly BinderClaim[];
}

const rows: readonly Row[] = [
  { name: "no volumes", of: [] },
  { name: "bound", of: [bound], volumes: [pvBound] },
  { name: "bound to a volume that is not there", of: [bound], reasons: ["node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)"] },
  { name: "promised, and not bound yet", of: [prebound], volumes: [{ ...node1a, claim: "unbound-pvc" }], reasons: [immediate] },
  { name: "unbound, volumes on the node", of: [unbound], volumes: [node2, node1a, node1b], matches: { "unbound-pvc": "pv-node1a" } },
  { name: "unbound, a volume on another node", of: [unbound], volumes: [node2], reasons: [nothing] },
  { name: "two unbound", of: [unbound, unbound2], volumes: [node1a, node1b], matches: { "unbound-pvc": "pv-node1a", "unbound-pvc2": "pv-node1b" } },
  { name: "two unbound, the larger one first", of: [unbound2, unbound], volumes: [node1a, node1b], matches: { "unbound-pvc": "pv-node1a", "unbound-pvc2": "pv-node1b" } },
  { name: "two unbound, a volume for one", of: [unbound, unbound2], volumes: [node1a], reasons: [nothing] },
  { name: "one bound, one unbound", of: [unbound, bound], volumes: [pvBound, node1a], matches: { "unbound-pvc": "pv-node1a" } },
  { name: "one bound, nothing for the other", of: [unbound, bound], volumes: [pvBound, node2], reasons: [nothing] },
  { name: "one promised, one unbound", of: [unbound, prebound], volumes: [node1a, node1b], reasons: [immediate] },
  { name: "immediate, bound", of: [immediateBound], volumes: [immediateOn("node1")] },
  { name: "immediate, bound to another node's", of: [immediateBound], volumes: [immediateOn("node2")], reasons: [conflict] },
  { name: "immediate, unbound", of: [immediateUnbound], reasons: [immediate] },
  { name: "immediate, unbound, another one bound", of: [immediateUnbound, bound], volumes: [pvBound], reasons: [immediate] },
  { name: "immediate, unbound, another one unbound", of: [immediateUnbound, unbound], reasons: [immediate] },

  { name: "one to be made", of: [made], provisions: ["provisioned-pvc"], needsCapacity: true },
  { name: "one to be bound, one to be made", of: [unbound, made], volumes: [node1a], matches: { "unbound-pvc": "pv-node1a" }, provisions: ["provisioned-pvc"], needsCapacity: true },
  { name: "one bound, one to be made", of: [bound, made], volumes: [pvBound], provisions: ["provisioned-pvc"], needsCapacity: true },
  { name: "one bound, one being made", of: [bound, selected], volumes: [pvBound], provisions: ["provisioned-pvc"], needsCapacity: true },
  { name: "one immediate and bound, one to be made", of: [immediateBound, made], volumes: [immediateOn("node1")], provisions: ["provisioned-pvc"], needsCapacity: true },
  { name: "nobody makes volumes of the class", of: [unmakable], reasons: [nothing] },
  { name: "made for other nodes only", of: [mismatched], reasons: [nothing] },
];

const owned = (owner: BinderClaim["owner"] & string): BinderClaim => ({ name: "test-pod-test-volume", class: "wait", size: "1G", volume: "pv-bound", owner });

export const binderVectors: readonly BinderVector[] = [
  ...rows.map(({ of, ...row }): BinderVector => ({ ...row, claims: of, wants: of.map(({ name }) => name) })),
  { name: "a claim that is not there", wants: ["bound-pvc"], reasons: ['persistentvolumeclaim "bound-pvc" not found'] },
  { name: "an ephemeral volume without its claim", ephemeral: true, wants: ["no-such-pvc"], reasons: ['waiting for ephemeral volume controller to create the persistentvolumeclaim "test-pod-no-such-pvc"'] },
  { name: "an ephemeral volume with its claim", ephemeral: true, wants: ["test-volume"], claims: [owned("the Pod")], volumes: [{ ...pvBound, claim: "test-pod-test-volume" }] },
  { name: "an ephemeral volume with another's claim", ephemeral: true, wants: ["test-volume"], claims: [owned("another")], volumes: [{ ...pvBound, claim: "test-pod-test-volume" }], reasons: ["PVC default/test-pod-test-volume was not created for pod default/test-pod (pod is not owner)"] },
];

/** TestCapacity: what the driver has told of its room, and whether that is enough for the one claim. */
export const capacityVectors: readonly { readonly name: string; readonly capacities: readonly BinderCapacity[]; readonly enough: boolean }[] = [
  { name: "network-attached", capacities: [{ capacity: "1Gi" }], enough: true },
  { name: "local", capacities: [{ node: "node1", capacity: "1Gi" }], enough: true },
  { name: "several", capacities: [{ capacity: "1Gi" }, { node: "node2", capacity: "1Gi" }, { node: "node1", capacity: "1Gi" }], enough: true },
  { name: "none", capacities: [], enough: false },
  { name: "another node's", capacities: [{ node: "node2", capacity: "1Gi" }], enough: false },
  { name: "another class's", capacities: [{ node: "node1", class: "wait", capacity: "1Gi" }], enough: false },
  { name: "too little", capacities: [{ node: "node1", capacity: "1Mi" }], enough: false },
  { name: "too little for one volume", capacities: [{ node: "node1", capacity: "1Gi", most: "1Mi" }], enough: false },
  { name: "nothing left", capacities: [{ node: "node1", capacity: "0Mi" }], enough: false },
  { name: "no volume at all", capacities: [{ node: "node1", most: "0Mi" }], enough: false },
  { name: "not told", capacities: [{ node: "node1" }], enough: false },
];
export const capacityClaim = made;
