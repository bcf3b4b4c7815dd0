/*
 * The scheduling kernel: places a batch of pods one after another, each seeing the ones before, as a sequential
 * kube-scheduler with every node scored would. Imports nothing but its memory; keeps nothing between calls.
 */
import {
  F_ALLOCATABLE,
  F_BALANCE,
  F_END,
  F_MAGIC,
  F_NODE_COUNT,
  F_NON_ZERO,
  F_PORTS,
  F_PORT_WORDS,
  F_REQUESTED,
  F_RESOURCES,
  F_RESULTS,
  F_RESULT_BYTES,
  F_STRIDE,
  F_TAINT_WORDS,
  MAGIC,
  P_NON_ZERO,
  P_REQUESTS,
  REASON_RESOURCE,
  R_NODE,
  R_REFUSED,
  R_UNRESOLVABLE,
  address,
  field,
  podAt,
} from "./layout";
import { evenness, explainPod } from "./explain";
import { maskHas, refusals, toleratedAt, unresolvable } from "./filter";
import { scan } from "./scan";

/* The number of header fields that this kernel knows: the host checks it before the first call. */
export function headerFields(): u32 {
  return F_END;
}

/* Places the pods of records [first, first + count); results have the same indexes. */
export function place(first: u32, count: u32): void {
  checkHeader();
  for (let i: u32 = 0; i < count; i++) {
    const pod = podAt(first + i);
    const result = address(F_RESULTS) + <usize>(first + i) * <usize>field(F_RESULT_BYTES);
    memory.fill(result, 0, <usize>field(F_RESULT_BYTES));
    scan(pod, result);
    const node = load<i32>(result + R_NODE);
    if (node >= 0) assume(pod, <u32>node);
    else countRefusals(pod, result);
  }
}

/* Fills the explanation columns for one pod record; places nothing. */
export function explain(index: u32): void {
  checkHeader();
  explainPod(podAt(index));
}

function checkHeader(): void {
  assert(field(F_MAGIC) == MAGIC);
  assert(field(F_NODE_COUNT) <= field(F_STRIDE));
  assert((field(F_STRIDE) & 63) == 0);
  assert(field(F_RESOURCES) >= 4);
}

function assume(pod: usize, node: u32): void {
  const row = (<usize>field(F_STRIDE)) << 3;
  const at = (<usize>node) << 3;
  const resources = <usize>field(F_RESOURCES);
  const used = address(F_REQUESTED) + at;
  for (let r: usize = 0; r < resources; r++) {
    store<f64>(used + r * row, load<f64>(used + r * row) + load<f64>(pod + P_REQUESTS + (r << 3)));
  }
  const nonZero = address(F_NON_ZERO) + at;
  store<f64>(nonZero, load<f64>(nonZero) + load<f64>(pod + P_NON_ZERO));
  store<f64>(nonZero + row, load<f64>(nonZero + row) + load<f64>(pod + P_NON_ZERO, 8));
  const alloc = address(F_ALLOCATABLE) + at;
  store<f64>(
    address(F_BALANCE) + at,
    evenness(load<f64>(used), load<f64>(used + row), load<f64>(alloc), load<f64>(alloc + row)),
  );
  const portWords = <usize>field(F_PORT_WORDS);
  const taken = toleratedAt(pod) + ((<usize>field(F_TAINT_WORDS) + portWords) << 3);
  for (let w: usize = 0; w < portWords; w++) {
    const ports = address(F_PORTS) + w * row + at;
    store<u64>(ports, load<u64>(ports) | load<u64>(taken + (w << 3)));
  }
}

function countRefusals(pod: usize, result: usize): void {
  const nodeCount = field(F_NODE_COUNT);
  const codes = REASON_RESOURCE + field(F_RESOURCES);
  for (let node: u32 = 0; node < nodeCount; node++) {
    if (!maskHas(0, node)) continue;
    const bits = refusals(pod, node);
    assert(bits != 0);
    if (unresolvable(pod, node, bits)) {
      store<u32>(result + R_UNRESOLVABLE, load<u32>(result + R_UNRESOLVABLE) + 1);
    }
    for (let code: u32 = 0; code < codes; code++) {
      if (((bits >> <u64>code) & 1) == 0) continue;
      const at = result + R_REFUSED + ((<usize>code) << 2);
      store<u32>(at, load<u32>(at) + 1);
    }
  }
}
