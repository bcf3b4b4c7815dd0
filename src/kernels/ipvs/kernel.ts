/**
 * What a connection kernel is, and its WASM implementation: which backend takes a new connection, and the memory of those
 * that were made. Services and backends are small numbers; connection-table.ts gives them names.
 */
import type { Flow } from "./flow.ts";

/** The IPVS schedulers, by the number that the kernel knows them by. */
export const SCHEDULERS = {
  rr: 1,
  wrr: 2,
  lc: 3,
  wlc: 4,
  sh: 5,
  dh: 6,
  mh: 7,
  sed: 8,
  nq: 9,
} as const;
export type SchedulerName = keyof typeof SCHEDULERS;

export interface BackendWeight {
  readonly backend: number;
  /** 0: keeps the connections that it has and gets no new ones. */
  readonly weight: number;
  /** What hashing schedulers know it by, 32 bits: the same backend should always have the same. */
  readonly key: number;
}

export interface ServiceSettings {
  readonly scheduler: SchedulerName;
  readonly backends: readonly BackendWeight[];
  /** How long a client stays with its backend after its last connection; 0 for no affinity. Below 2^31. */
  readonly affinityMs: number;
  /** How long a connection is remembered after its last lookup. Below 2^31. */
  readonly timeoutMs: number;
  /** What `dh` hashes, 32 bits. */
  readonly destination: number;
}

export interface ConnectionCapacity {
  readonly services: number;
  readonly backends: number;
  /** 16 to 2^24 slots of 32 bytes, as a power of two: half as many connections and affinities are remembered. */
  readonly slotsLog2: number;
}

export interface ConnectionKernel {
  /** Sets or replaces a service. Connections stay with their backends, even with those that are left out now. */
  setService(service: number, settings: ServiceSettings): void;
  /** Forgets a service with all that is remembered of it. */
  removeService(service: number): void;
  /** The backend of a flow: the one it has, refreshed, or a new one; -1 when none takes it. `nowMs` may be any clock that only goes on. */
  lookup(flow: Flow, nowMs: number): number;
  /** As many lookups in a row, up to 4096. */
  lookupBatch(flows: readonly Flow[], nowMs: number): Int32Array;
  /** Ends a connection; false when it was not remembered. */
  close(flow: Flow): boolean;
  /** Forgets all connections and affinities of a backend that is gone; returns how many. */
  dropBackend(backend: number): number;
  /** Forgets what has expired; returns how many. */
  expire(nowMs: number): number;
  /** Connections that a backend has. */
  active(backend: number): number;
  /** Connections and affinities that are remembered. Beyond half of the slots, new ones are chosen for and not remembered. */
  readonly entries: number;
}

export const BATCH_MAX = 4096;
export const BACKENDS_MAX = 8192;
const exchangeOffset = 65_536;
const resultsOffset = exchangeOffset + 4096 * 32;

interface Exports {
  init(services: number, backends: number, slotsLog2: number): void;
  setService(
    service: number,
    scheduler: number,
    count: number,
    affinityMs: number,
    timeoutMs: number,
    destination: number,
  ): void;
  removeService(service: number): void;
  dropBackend(backend: number): number;
  expire(now: number): number;
  lookupBatch(count: number, now: number): void;
  lookup(...flowAndNow: readonly number[]): number;
  close(...flow: readonly number[]): number;
  active(backend: number): number;
  entries(): number;
}

/** A fresh instance with its own memory. */
export async function instantiateConnections(
  module: WebAssembly.Module,
  capacity: ConnectionCapacity,
): Promise<ConnectionKernel> {
  const memory = new WebAssembly.Memory({ initial: 2 });
  const instance = await WebAssembly.instantiate(module, { env: { memory } });
  const exports = instance.exports as unknown as Exports;
  exports.init(capacity.services, capacity.backends, capacity.slotsLog2);
  return new WasmConnections(exports, memory);
}

class WasmConnections implements ConnectionKernel {
  readonly #exports: Exports;
  readonly #memory: WebAssembly.Memory;
  #words: Uint32Array;

  constructor(exports: Exports, memory: WebAssembly.Memory) {
    this.#exports = exports;
    this.#memory = memory;
    this.#words = new Uint32Array(memory.buffer);
  }

  get entries(): number {
    return this.#exports.entries();
  }

  setService(service: number, settings: ServiceSettings): void {
    const { backends } = settings;
    if (backends.length > BACKENDS_MAX) {
      throw new RangeError(`${backends.length} backends: a service has at most ${BACKENDS_MAX}`);
    }
    const words = this.#view();
    backends.forEach(({ backend, weight, key }, i) => {
      const at = (exchangeOffset >> 2) + i * 4;
      words[at] = backend;
      words[at + 1] = weight;
      words[at + 2] = key;
    });
    this.#exports.setService(
      service,
      SCHEDULERS[settings.scheduler],
      backends.length,
      settings.affinityMs,
      settings.timeoutMs,
      settings.destination,
    );
  }

  removeService(service: number): void {
    this.#exports.removeService(service);
  }

  lookup(flow: Flow, nowMs: number): number {
    const [a0, a1, a2, a3] = flow.address;
    const port = (flow.port << 8) | flow.protocol;
    return this.#exports.lookup(flow.service, a0, a1, a2, a3, port, wrap(nowMs)) | 0;
  }

  lookupBatch(flows: readonly Flow[], nowMs: number): Int32Array {
    if (flows.length > BATCH_MAX) throw new RangeError(`${flows.length} flows in a batch`);
    const words = this.#view();
    for (let i = 0; i < flows.length; i++) {
      const flow = flows[i] as Flow;
      const at = (exchangeOffset >> 2) + i * 8;
      words[at] = flow.address[0];
      words[at + 1] = flow.address[1];
      words[at + 2] = flow.address[2];
      words[at + 3] = flow.address[3];
      words[at + 4] = flow.service;
      words[at + 5] = (flow.port << 8) | flow.protocol;
    }
    this.#exports.lookupBatch(flows.length, wrap(nowMs));
    return new Int32Array(this.#memory.buffer, resultsOffset, flows.length).slice();
  }

  close(flow: Flow): boolean {
    const [a0, a1, a2, a3] = flow.address;
    const port = (flow.port << 8) | flow.protocol;
    return this.#exports.close(flow.service, a0, a1, a2, a3, port) !== 0;
  }

  dropBackend(backend: number): number {
    return this.#exports.dropBackend(backend);
  }

  expire(nowMs: number): number {
    return this.#exports.expire(wrap(nowMs));
  }

  active(backend: number): number {
    return this.#exports.active(backend);
  }

  /** The memory as words: a fresh view after it has grown. */
  #view(): Uint32Array {
    if (this.#words.buffer !== this.#memory.buffer) {
      this.#words = new Uint32Array(this.#memory.buffer);
    }
    return this.#words;
  }
}

/** Milliseconds modulo 2^32, as the kernel keeps time. */
function wrap(nowMs: number): number {
  return Math.floor(nowMs) % 4_294_967_296;
}
