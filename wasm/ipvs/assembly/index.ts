/*
 * The connection kernel: which backend a client's connection goes to, and the memory of those that were made. Time is the
 * host's, in milliseconds modulo 2^32. Imports nothing but its memory; one instance a proxy worker.
 */
import {
  AFFINITY_PORT,
  BATCH_MAX,
  ENTRY_BYTES,
  EXCHANGE,
  EXCHANGE_BYTES,
  K_BACKEND,
  K_EXPIRY,
  K_PORT,
  K_SERVICE,
  RESULTS,
  SLOT_BYTES,
  S_AFFINITY,
  S_COUNT,
  S_CURSOR,
  S_DESTINATION,
  S_LIST,
  S_LIST_BYTES,
  S_SCHEDULER,
  S_TABLE,
  S_TABLE_BYTES,
  S_TIMEOUT,
  SERVICE_BYTES,
  activeOf,
  allocate,
  backendAt,
  backendsMax,
  layOut,
  release,
  serviceAt,
} from "./memory";
import { NONE, NQ, choose, chooseMaglev, isMaglev, prepare } from "./schedulers";
import { insert, isExpired, isFree, probe, remove, resetTable, sweep, used } from "./table";

/* A key of its own for looking up affinities, and one for single flows. */
const affinityKey = memory.data(32, 8);

export function init(services: u32, backends: u32, slotsLog2: u32): void {
  layOut(services, backends, slotsLog2);
  resetTable();
}

/* Sets a service from the first `count` entries of the exchange; `scheduler` as schedulers.ts numbers them. */
export function setService(
  service: u32,
  scheduler: u32,
  count: u32,
  affinityMs: u32,
  timeoutMs: u32,
  destination: u32,
): void {
  assert(scheduler >= 1 && scheduler <= NQ);
  assert(<usize>count * ENTRY_BYTES <= EXCHANGE_BYTES && count < 0xffff);
  const at = serviceAt(service);
  leaveBackends(at);
  const bytes = <usize>count * ENTRY_BYTES;
  release(<usize>load<u32>(at, S_LIST), <usize>load<u32>(at, S_LIST_BYTES));
  const list = allocate(bytes);
  memory.copy(list, EXCHANGE, bytes);
  if (load<u32>(at, S_SCHEDULER) != scheduler) store<u32>(at, 0, S_CURSOR);
  store<u32>(at, scheduler, S_SCHEDULER);
  store<u32>(at, count, S_COUNT);
  store<u32>(at, affinityMs, S_AFFINITY);
  store<u32>(at, timeoutMs, S_TIMEOUT);
  store<u32>(at, <u32>list, S_LIST);
  store<u32>(at, <u32>bytes, S_LIST_BYTES);
  store<u32>(at, destination, S_DESTINATION);
  for (let i: u32 = 0; i < count; i++) {
    const entry = list + <usize>i * ENTRY_BYTES;
    const backend = backendAt(load<u32>(entry));
    store<u32>(backend, load<u32>(entry, 4), 4);
    store<u32>(backend, service + 1, 8);
  }
  prepare(at);
}

function leaveBackends(at: usize): void {
  const count = load<u32>(at, S_COUNT);
  const list = <usize>load<u32>(at, S_LIST);
  for (let i: u32 = 0; i < count; i++) {
    const backend = backendAt(load<u32>(list + <usize>i * ENTRY_BYTES));
    store<u32>(backend, 0, 4);
    store<u32>(backend, 0, 8);
  }
}

/* Forgets a service, its connections and its affinities. */
export function removeService(service: u32): void {
  const at = serviceAt(service);
  leaveBackends(at);
  sweep(0, 0, service + 1);
  release(<usize>load<u32>(at, S_LIST), <usize>load<u32>(at, S_LIST_BYTES));
  release(<usize>load<u32>(at, S_TABLE), <usize>load<u32>(at, S_TABLE_BYTES));
  memory.fill(at, 0, SERVICE_BYTES);
}

/* Forgets the connections and affinities of a backend; returns how many. */
export function dropBackend(backend: u32): u32 {
  assert(backend < backendsMax);
  return sweep(0, backend + 1, 0);
}

/* Forgets what has expired by `now`; returns how many. */
export function expire(now: u32): u32 {
  return sweep(now, 0, 0);
}

/* Chooses for the first `count` flows of the exchange, one after another; results follow the exchange. */
export function lookupBatch(count: u32, now: u32): void {
  assert(count <= BATCH_MAX);
  for (let i: u32 = 0; i < count; i++) {
    const backend = find(EXCHANGE + <usize>i * SLOT_BYTES, now);
    store<u32>(RESULTS + ((<usize>i) << 2), backend);
  }
}

/* As lookupBatch for flows that are all new and not to be remembered: the schedulers alone. */
export function chooseBatch(count: u32): void {
  assert(count <= BATCH_MAX);
  let end: u32 = 0;
  for (let i: u32 = 0; i < count; i = end) {
    const flow = EXCHANGE + <usize>i * SLOT_BYTES;
    const number = load<u32>(flow, K_SERVICE);
    const service = serviceAt(number);
    const result = RESULTS + ((<usize>i) << 2);
    end = i + 1;
    if (!isMaglev(service)) {
      store<u32>(result, choose(service, flow));
      continue;
    }
    while (end < count && load<u32>(EXCHANGE + <usize>end * SLOT_BYTES, K_SERVICE) == number) end++;
    chooseMaglev(service, flow, SLOT_BYTES, end - i, result);
  }
}

/* Chooses for one flow; 0xffffffff when no backend takes it. Address as four words, port << 8 | protocol. */
export function lookup(service: u32, a0: u32, a1: u32, a2: u32, a3: u32, port: u32, now: u32): u32 {
  writeFlow(service, a0, a1, a2, a3, port);
  return find(EXCHANGE, now);
}

/* Ends one connection; false when it is not known. */
export function close(service: u32, a0: u32, a1: u32, a2: u32, a3: u32, port: u32): bool {
  writeFlow(service, a0, a1, a2, a3, port);
  const slot = probe(EXCHANGE);
  if (isFree(slot)) return false;
  remove(slot);
  return true;
}

export function active(backend: u32): u32 {
  return activeOf(backend);
}

/* Connections and affinities that are remembered. */
export function entries(): u32 {
  return used;
}

function writeFlow(service: u32, a0: u32, a1: u32, a2: u32, a3: u32, port: u32): void {
  store<u32>(EXCHANGE, a0);
  store<u32>(EXCHANGE, a1, 4);
  store<u32>(EXCHANGE, a2, 8);
  store<u32>(EXCHANGE, a3, 12);
  store<u32>(EXCHANGE, service, K_SERVICE);
  store<u32>(EXCHANGE, port, K_PORT);
}

function find(flow: usize, now: u32): u32 {
  const service = serviceAt(load<u32>(flow, K_SERVICE));
  if (load<u32>(service, S_SCHEDULER) == 0) return NONE;
  let slot = probe(flow);
  if (!isFree(slot)) {
    if (!isExpired(slot, now)) {
      store<u32>(slot, now + load<u32>(service, S_TIMEOUT), K_EXPIRY);
      return load<u32>(slot, K_BACKEND) - 1;
    }
    remove(slot);
  }
  const backend =
    load<u32>(service, S_AFFINITY) > 0 ? chooseSticky(service, flow, now) : choose(service, flow);
  if (backend == NONE) return NONE;
  // The table has changed under the first probe.
  slot = probe(flow);
  insert(slot, flow, backend, now + load<u32>(service, S_TIMEOUT));
  return backend;
}

/* The backend that this client had last, while its affinity lasts and the backend takes connections; or a new one. */
function chooseSticky(service: usize, flow: usize, now: u32): u32 {
  memory.copy(affinityKey, flow, 24);
  store<u32>(affinityKey, AFFINITY_PORT, K_PORT);
  const expiry = now + load<u32>(service, S_AFFINITY);
  const slot = probe(affinityKey);
  if (!isFree(slot)) {
    const known = load<u32>(slot, K_BACKEND) - 1;
    const entry = backendAt(known);
    const belongs = load<u32>(entry, 8) == load<u32>(flow, K_SERVICE) + 1;
    if (!isExpired(slot, now) && belongs && load<u32>(entry, 4) > 0) {
      store<u32>(slot, expiry, K_EXPIRY);
      return known;
    }
    remove(slot);
  }
  const backend = choose(service, flow);
  if (backend == NONE) return NONE;
  insert(probe(affinityKey), affinityKey, backend, expiry);
  return backend;
}
