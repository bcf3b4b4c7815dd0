/*
 * The filters one node at a time, with every reason: used where a pod fits nowhere and where a placement is explained.
 * The scan (scan.ts) decides the same by whole lanes and keeps no reasons.
 */
import {
  F_ALLOCATABLE,
  F_HARD_TAINTS,
  F_MASKS,
  F_PORTS,
  F_PORT_WORDS,
  F_REQUESTED,
  F_RESOURCES,
  F_STRIDE,
  F_TAINT_WORDS,
  P_POST_COUNT,
  P_POST_MASKS,
  P_REQUESTS,
  P_REQUIRED_NODE,
  P_SELECTOR_MASK,
  P_SELECTOR_REASON,
  REASON_NODE_NAME,
  REASON_NOT_NAMED,
  REASON_PORTS,
  REASON_RESOURCE,
  REASON_TAINT,
  REASON_UNSCHEDULABLE,
  UNRESOLVABLE,
  UNSCHEDULABLE_BIT,
  address,
  field,
} from "./layout";

export function maskHas(mask: u32, node: u32): bool {
  const words = <usize>(field(F_STRIDE) >> 6);
  const word = load<u64>(address(F_MASKS) + ((<usize>mask * words + <usize>(node >> 6)) << 3));
  return ((word >> (node & 63)) & 1) != 0;
}

export function toleratedAt(pod: usize): usize {
  return pod + P_REQUESTS + ((<usize>field(F_RESOURCES)) << 3);
}

/* Bits of the filters of the first plugin that refuses the node, as kube-scheduler stops there; 0: the node fits. */
export function refusals(pod: usize, node: u32): u64 {
  // Affinity by node name narrows the nodes down before any filter runs (a PreFilter result).
  const selector = load<i32>(pod + P_SELECTOR_MASK);
  const selectorReason = load<u32>(pod + P_SELECTOR_REASON);
  const admitted = selector < 0 || maskHas(<u32>selector, node);
  if (!admitted && selectorReason == REASON_NOT_NAMED) return (<u64>1) << (<u64>REASON_NOT_NAMED);

  const stride = <usize>field(F_STRIDE);
  const taintWords = <usize>field(F_TAINT_WORDS);
  const tolerated = toleratedAt(pod);
  let taint = false;
  for (let w: usize = 0; w < taintWords; w++) {
    const held = load<u64>(address(F_HARD_TAINTS) + ((w * stride + <usize>node) << 3));
    const bad = held & ~load<u64>(tolerated + (w << 3));
    if (w == 0 && (bad & UNSCHEDULABLE_BIT) != 0) return 1 << REASON_UNSCHEDULABLE;
    if (bad != 0) taint = true;
  }
  const required = load<i32>(pod + P_REQUIRED_NODE);
  if (required >= 0 && <u32>required != node) return 1 << REASON_NODE_NAME;
  if (taint) return 1 << REASON_TAINT;

  if (!admitted) return (<u64>1) << (<u64>selectorReason);
  const portWords = <usize>field(F_PORT_WORDS);
  const conflicts = tolerated + (taintWords << 3);
  for (let w: usize = 0; w < portWords; w++) {
    const used = load<u64>(address(F_PORTS) + ((w * stride + <usize>node) << 3));
    if ((used & load<u64>(conflicts + (w << 3))) != 0) return 1 << REASON_PORTS;
  }
  const insufficient = insufficientResources(pod, node);
  if (insufficient != 0) return insufficient;

  const posts = load<u32>(pod + P_POST_COUNT);
  for (let i: u32 = 0; i < posts; i++) {
    const entry = pod + P_POST_MASKS + ((<usize>i) << 3);
    if (!maskHas(load<u32>(entry), node)) return (<u64>1) << (<u64>load<u32>(entry, 4));
  }
  return 0;
}

function insufficientResources(pod: usize, node: u32): u64 {
  const stride = <usize>field(F_STRIDE);
  const resources = field(F_RESOURCES);
  let bits: u64 = 0;
  for (let r: u32 = 0; r < resources; r++) {
    const request = load<f64>(pod + P_REQUESTS + ((<usize>r) << 3));
    if (!(request > 0)) continue;
    const at = (<usize>r * stride + <usize>node) << 3;
    const free = load<f64>(address(F_ALLOCATABLE) + at) - load<f64>(address(F_REQUESTED) + at);
    if (request > free) bits |= (<u64>1) << (<u64>(REASON_RESOURCE + r));
  }
  return bits;
}

/* True when no eviction could make room: kube-scheduler's UnschedulableAndUnresolvable. */
export function unresolvable(pod: usize, node: u32, bits: u64): bool {
  if ((bits & UNRESOLVABLE) != 0) return true;
  const stride = <usize>field(F_STRIDE);
  const resources = field(F_RESOURCES);
  for (let r: u32 = 0; r < resources; r++) {
    // "Too many pods" counts as resolvable whatever the node's limit is.
    if (r == 3 || ((bits >> <u64>(REASON_RESOURCE + r)) & 1) == 0) continue;
    const request = load<f64>(pod + P_REQUESTS + ((<usize>r) << 3));
    const at = (<usize>r * stride + <usize>node) << 3;
    if (request > load<f64>(address(F_ALLOCATABLE) + at)) return true;
  }
  return false;
}
