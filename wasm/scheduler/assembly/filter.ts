/*
 * The filters one node at a time, with every reason: used where a pod fits nowhere and where a placement is explained.
 * The scan (local.ts, topology.ts) decides the same by whole columns and keeps no reasons.
 */
import {
  C_TOTAL,
  E_AFFINITY,
  E_ANTI,
  E_EXISTING,
  E_POSTS,
  E_SPREAD,
  FLAG_SELF_AFFINE,
  F_ALLOCATABLE,
  F_HARD_TAINTS,
  F_PORTS,
  F_PORT_WORDS,
  F_REQUESTED,
  F_RESOURCES,
  F_STRIDE,
  F_TAINT_WORDS,
  P_ENFORCED_MASK,
  P_NAMES_MASK,
  P_FLAGS,
  P_REQUIRED_NODE,
  P_SELECTOR_MASK,
  REASON_AFFINITY,
  REASON_ANTI,
  REASON_ENFORCED,
  REASON_EXISTING,
  REASON_INSUFFICIENT,
  REASON_NODE_AFFINITY,
  REASON_NODE_NAME,
  REASON_NOT_NAMED,
  REASON_PORTS,
  REASON_SPREAD,
  REASON_SPREAD_LABEL,
  REASON_TAINT,
  REASON_UNSCHEDULABLE,
  UNRESOLVABLE,
  UNSCHEDULABLE_BIT,
  address,
  counterAt,
  countsOf,
  domainsOf,
  entriesOf,
  entryCount,
  field,
  maskHas,
  needAt,
  toleratedAt,
} from "./layout";
import { spreadLimit } from "./topology";

/* Bits of the filters of the first plugin that refuses the node, as kube-scheduler stops there; 0: the node fits. */
export function refusals(pod: usize, node: u32): u64 {
  const local = localRefusals(pod, node);
  return local != 0 ? local : topologyRefusals(pod, node);
}

/* As `refusals`, by the plugins that look at nothing but the node itself. */
export function localRefusals(pod: usize, node: u32): u64 {
  // Affinity by node name narrows the nodes down before any filter runs (a PreFilter result).
  const names = load<i32>(pod + P_NAMES_MASK);
  if (names >= 0 && !maskHas(<u32>names, node)) return (<u64>1) << REASON_NOT_NAMED;

  const stride = <usize>field(F_STRIDE);
  const taintWords = <usize>field(F_TAINT_WORDS);
  const tolerated = toleratedAt(pod);
  let taint = false;
  for (let w: usize = 0; w < taintWords; w++) {
    const held = load<u64>(address(F_HARD_TAINTS) + ((w * stride + <usize>node) << 3));
    const bad = held & ~load<u64>(tolerated + (w << 3));
    if (w == 0 && (bad & UNSCHEDULABLE_BIT) != 0) return (<u64>1) << REASON_UNSCHEDULABLE;
    if (bad != 0) taint = true;
  }
  const required = load<i32>(pod + P_REQUIRED_NODE);
  if (required >= 0 && <u32>required != node) return (<u64>1) << REASON_NODE_NAME;
  if (taint) return (<u64>1) << REASON_TAINT;

  const enforced = load<i32>(pod + P_ENFORCED_MASK);
  if (enforced >= 0 && !maskHas(<u32>enforced, node)) return (<u64>1) << REASON_ENFORCED;
  const selector = load<i32>(pod + P_SELECTOR_MASK);
  if (selector >= 0 && !maskHas(<u32>selector, node)) return (<u64>1) << REASON_NODE_AFFINITY;
  const portWords = <usize>field(F_PORT_WORDS);
  const conflicts = tolerated + (taintWords << 3);
  for (let w: usize = 0; w < portWords; w++) {
    const used = load<u64>(address(F_PORTS) + ((w * stride + <usize>node) << 3));
    if ((used & load<u64>(conflicts + (w << 3))) != 0) return (<u64>1) << REASON_PORTS;
  }
  const resources = field(F_RESOURCES);
  for (let r: u32 = 0; r < resources; r++) {
    if (lacks(pod, node, r)) return (<u64>1) << REASON_INSUFFICIENT;
  }
  const posts = entryCount(pod, E_POSTS);
  let entry = entriesOf(pod, E_POSTS);
  for (let i: u32 = 0; i < posts; i++, entry += 16) {
    if (!maskHas(load<u32>(entry), node)) return (<u64>1) << (<u64>load<u32>(entry, 4));
  }
  return 0;
}

/* True when the node has too little left of resource `r` for the pod. */
export function lacks(pod: usize, node: u32, r: u32): bool {
  const need = load<f64>(needAt(pod) + ((<usize>r) << 3));
  if (!(need > 0)) return false;
  const at = (<usize>r * <usize>field(F_STRIDE) + <usize>node) << 3;
  return need > load<f64>(address(F_ALLOCATABLE) + at) - load<f64>(address(F_REQUESTED) + at);
}

function countOn(counter: usize, node: u32): i32 {
  return load<i32>(countsOf(counter) + ((<usize>domainOf(counter, node)) << 2));
}

function domainOf(counter: usize, node: u32): u32 {
  return load<u32>(domainsOf(counter) + ((<usize>node) << 2));
}

function topologyRefusals(pod: usize, node: u32): u64 {
  let count = entryCount(pod, E_SPREAD);
  let entry = entriesOf(pod, E_SPREAD);
  for (let i: u32 = 0; i < count; i++, entry += 16) {
    const counter = counterAt(entry);
    if (domainOf(counter, node) == 0) return (<u64>1) << REASON_SPREAD_LABEL;
    if (<i64>countOn(counter, node) > spreadLimit(entry)) return (<u64>1) << REASON_SPREAD;
  }
  if (!affinityHolds(pod, node)) return (<u64>1) << REASON_AFFINITY;
  count = entryCount(pod, E_ANTI);
  entry = entriesOf(pod, E_ANTI);
  for (let i: u32 = 0; i < count; i++, entry += 16) {
    if (countOn(counterAt(entry), node) > 0) return (<u64>1) << REASON_ANTI;
  }
  count = entryCount(pod, E_EXISTING);
  entry = entriesOf(pod, E_EXISTING);
  for (let i: u32 = 0; i < count; i++, entry += 16) {
    if (countOn(counterAt(entry), node) > 0) return (<u64>1) << REASON_EXISTING;
  }
  return 0;
}

/* The first pod of a group that wants to be with its own kind has nobody to be with yet: any labelled node will do. */
export function isFirstOfGroup(pod: usize): bool {
  if ((load<u32>(pod + P_FLAGS) & FLAG_SELF_AFFINE) == 0) return false;
  const count = entryCount(pod, E_AFFINITY);
  let entry = entriesOf(pod, E_AFFINITY);
  for (let i: u32 = 0; i < count; i++, entry += 16) {
    if (load<i32>(counterAt(entry) + C_TOTAL) != 0) return false;
  }
  return true;
}

function affinityHolds(pod: usize, node: u32): bool {
  const count = entryCount(pod, E_AFFINITY);
  if (count == 0) return true;
  const first = isFirstOfGroup(pod);
  let entry = entriesOf(pod, E_AFFINITY);
  for (let i: u32 = 0; i < count; i++, entry += 16) {
    const counter = counterAt(entry);
    if (domainOf(counter, node) == 0) return false;
    if (!first && countOn(counter, node) <= 0) return false;
  }
  return true;
}

/* True when no eviction could make room: kube-scheduler's UnschedulableAndUnresolvable. */
export function unresolvable(pod: usize, node: u32, bits: u64): bool {
  if ((bits & UNRESOLVABLE) != 0) return true;
  if ((bits & ((<u64>1) << REASON_INSUFFICIENT)) == 0) return false;
  const stride = <usize>field(F_STRIDE);
  const resources = field(F_RESOURCES);
  for (let r: u32 = 0; r < resources; r++) {
    // "Too many pods" counts as resolvable whatever the node's limit is.
    if (r == 3 || !lacks(pod, node, r)) continue;
    const need = load<f64>(needAt(pod) + ((<usize>r) << 3));
    if (need > load<f64>(address(F_ALLOCATABLE) + ((<usize>r * stride + <usize>node) << 3))) {
      return true;
    }
  }
  return false;
}
