/**
 * The connection kernel in plain TypeScript, written for reading: Maps keyed by text, permutations spelt out. The oracle
 * of the WASM one in tests, and its stand-in when kernels are off.
 */
import type { Flow } from "./flow.ts";
import { BATCH_MAX, BACKENDS_MAX } from "./kernel.ts";
import type {
  BackendWeight,
  ConnectionCapacity,
  ConnectionKernel,
  ServiceSettings,
} from "./kernel.ts";

const maglevSize = 65_537;
const bucketCount = 256;
const offsetSeed = 0x9747b28c;
const skipSeed = 0x85ebca77;

interface Service {
  readonly settings: ServiceSettings;
  /** Positions in the list, by slot of the hash table. */
  readonly table: readonly number[];
  /** rr: position that is next. */
  cursor: number;
  /** wrr: what is left of the running round. */
  round: readonly number[];
}

interface Entry {
  readonly service: number;
  readonly backend: number;
  readonly isAffinity: boolean;
  expiresMs: number;
}

export class ReferenceConnections implements ConnectionKernel {
  readonly #services = new Map<number, Service>();
  readonly #entries = new Map<string, Entry>();
  readonly #active = new Map<number, number>();
  readonly #entriesMax: number;

  constructor(capacity: ConnectionCapacity) {
    this.#entriesMax = 2 ** (capacity.slotsLog2 - 1);
  }

  get entries(): number {
    return this.#entries.size;
  }

  setService(service: number, settings: ServiceSettings): void {
    if (settings.backends.length > BACKENDS_MAX) {
      throw new RangeError(`${settings.backends.length} backends in a service`);
    }
    const before = this.#services.get(service);
    const goesOn = before?.settings.scheduler === settings.scheduler;
    this.#services.set(service, {
      settings,
      table: tableOf(settings),
      cursor: goesOn && settings.backends.length > 0 ? before.cursor % settings.backends.length : 0,
      round: [],
    });
  }

  removeService(service: number): void {
    this.#services.delete(service);
    this.#forget((entry) => entry.service === service);
  }

  lookup(flow: Flow, nowMs: number): number {
    const service = this.#services.get(flow.service);
    if (service === undefined) return -1;
    const key = flowKey(flow);
    const known = this.#entries.get(key);
    if (known !== undefined && known.expiresMs > nowMs) {
      known.expiresMs = nowMs + service.settings.timeoutMs;
      return known.backend;
    }
    if (known !== undefined) this.#delete(key, known);
    const backend = this.#chooseFor(service, flow, nowMs);
    if (backend === -1) return -1;
    const expiresMs = nowMs + service.settings.timeoutMs;
    this.#insert(key, { service: flow.service, backend, isAffinity: false, expiresMs });
    return backend;
  }

  lookupBatch(flows: readonly Flow[], nowMs: number): Int32Array {
    if (flows.length > BATCH_MAX) throw new RangeError(`${flows.length} flows in a batch`);
    return Int32Array.from(flows, (flow) => this.lookup(flow, nowMs));
  }

  close(flow: Flow): boolean {
    const key = flowKey(flow);
    const entry = this.#entries.get(key);
    if (entry !== undefined) this.#delete(key, entry);
    return entry !== undefined;
  }

  dropBackend(backend: number): number {
    return this.#forget((entry) => entry.backend === backend);
  }

  expire(nowMs: number): number {
    return this.#forget((entry) => entry.expiresMs <= nowMs);
  }

  active(backend: number): number {
    return this.#active.get(backend) ?? 0;
  }

  #chooseFor(service: Service, flow: Flow, nowMs: number): number {
    const { affinityMs, backends } = service.settings;
    if (affinityMs === 0) return this.#choose(service, flow);
    const key = `affinity ${flow.service} ${flow.address.join()}`;
    const known = this.#entries.get(key);
    const takes = backends.some(({ backend, weight }) => backend === known?.backend && weight > 0);
    if (known !== undefined && known.expiresMs > nowMs && takes) {
      known.expiresMs = nowMs + affinityMs;
      return known.backend;
    }
    if (known !== undefined) this.#delete(key, known);
    const backend = this.#choose(service, flow);
    if (backend !== -1) {
      const expiresMs = nowMs + affinityMs;
      this.#insert(key, { service: flow.service, backend, isAffinity: true, expiresMs });
    }
    return backend;
  }

  #choose(service: Service, flow: Flow): number {
    const { backends, scheduler, destination } = service.settings;
    const usable = backends.filter(({ weight }) => weight > 0);
    if (usable.length === 0) return -1;
    const least = (load: (each: BackendWeight) => number): number =>
      usable.reduce((a, b) => (load(b) < load(a) ? b : a)).backend;
    const active = (each: BackendWeight): number => this.active(each.backend);
    switch (scheduler) {
      case "rr":
        return nextInTurn(service);
      case "wrr":
        return nextOfRound(service);
      case "lc":
        return least(active);
      case "wlc":
        return least((each) => active(each) / each.weight);
      case "sed":
        return least((each) => (active(each) + 1) / each.weight);
      case "nq":
        return (
          usable.find((each) => active(each) === 0)?.backend ??
          least((each) => (active(each) + 1) / each.weight)
        );
      case "sh":
      case "dh":
      case "mh":
        return backends[service.table[hashSlot(scheduler, flow, destination)] ?? -1]?.backend ?? -1;
      default:
        throw new Error(`no scheduler ${scheduler as string}`);
    }
  }

  #insert(key: string, entry: Entry): void {
    if (this.#entries.size >= this.#entriesMax) return;
    this.#entries.set(key, entry);
    if (!entry.isAffinity) this.#active.set(entry.backend, this.active(entry.backend) + 1);
  }

  #delete(key: string, entry: Entry): void {
    this.#entries.delete(key);
    if (!entry.isAffinity) this.#active.set(entry.backend, this.active(entry.backend) - 1);
  }

  #forget(which: (entry: Entry) => boolean): number {
    let count = 0;
    for (const [key, entry] of this.#entries) {
      if (!which(entry)) continue;
      this.#delete(key, entry);
      count += 1;
    }
    return count;
  }
}

function nextInTurn(service: Service): number {
  const { backends } = service.settings;
  const order = backends.map((_, i) => (service.cursor + i) % backends.length);
  const position = order.find((each) => (backends[each]?.weight ?? 0) > 0);
  if (position === undefined) return -1;
  service.cursor = (position + 1) % backends.length;
  return backends[position]?.backend ?? -1;
}

/** One round: for each level from the highest weight down by their common divisor, the backends that reach it. */
function nextOfRound(service: Service): number {
  if (service.round.length === 0) {
    const { backends } = service.settings;
    const step = commonDivisor(backends);
    const highest = Math.max(...backends.map(({ weight }) => weight));
    const round: number[] = [];
    for (let level = highest; level > 0; level -= step) {
      for (const { backend, weight } of backends) if (weight >= level) round.push(backend);
    }
    service.round = round;
  }
  const [backend = -1, ...rest] = service.round;
  service.round = rest;
  return backend;
}

function hashSlot(scheduler: "sh" | "dh" | "mh", flow: Flow, destination: number): number {
  if (scheduler === "dh") return murmur([destination], 0) % bucketCount;
  if (scheduler === "sh") return mixed(addressPart(flow)) % bucketCount;
  const rest = times(pair(flow.service, portWord(flow)) ^ 0xd6e8feb86659fd93n, 0xa0761d6478bd642fn);
  return mixed(addressPart(flow) ^ rotate64(rest, 17n)) % maglevSize;
}

/** What a flow's address gives to its hash, 64 bits. */
function addressPart({ address }: Flow): bigint {
  const first = times(pair(address[0], address[1]) ^ 0x9e3779b97f4a7c15n, 0xbf58476d1ce4e5b9n);
  const second = times(pair(address[2], address[3]) ^ 0x2545f4914f6cdd1dn, 0x94d049bb133111ebn);
  return first ^ rotate64(second, 32n);
}

/** The 64-bit finisher of MurmurHash3, of which the low 32 bits are the hash. */
function mixed(hash: bigint): number {
  let h = times(hash ^ (hash >> 33n), 0xff51afd7ed558ccdn);
  h = times(h ^ (h >> 33n), 0xc4ceb9fe1a85ec53n);
  return Number((h ^ (h >> 33n)) & 0xffffffffn);
}

function pair(low: number, high: number): bigint {
  return (BigInt(high) << 32n) | BigInt(low);
}

function times(a: bigint, b: bigint): bigint {
  return BigInt.asUintN(64, a * b);
}

function rotate64(value: bigint, bits: bigint): bigint {
  return BigInt.asUintN(64, (value << bits) | (value >> (64n - bits)));
}

function tableOf(settings: ServiceSettings): readonly number[] {
  if (settings.backends.every(({ weight }) => weight === 0)) return [];
  if (settings.scheduler === "mh") return maglevTable(settings.backends);
  if (settings.scheduler !== "sh" && settings.scheduler !== "dh") return [];
  const divisor = commonDivisor(settings.backends);
  const deal = settings.backends.flatMap(({ weight }, position) =>
    Array.from({ length: Math.min(bucketCount, weight / divisor) }, () => position),
  );
  return Array.from({ length: bucketCount }, (_, slot) => deal[slot % deal.length] ?? -1);
}

/** Maglev hashing (Eisenbud et al., NSDI 2016, 3.4), with as many turns a round as the weight says. */
function maglevTable(backends: readonly BackendWeight[]): readonly number[] {
  const divisor = commonDivisor(backends);
  const table: number[] = Array.from({ length: maglevSize }, () => -1);
  const walks = backends.map(({ key, weight }, position) => {
    const offset = murmur([key], offsetSeed) % maglevSize;
    const skip = (murmur([key], skipSeed) % (maglevSize - 1)) + 1;
    return { position, offset, skip, turns: weight / divisor, taken: 0 };
  });
  let free = maglevSize;
  for (;;) {
    for (const walk of walks) {
      for (let turn = 0; turn < walk.turns; turn++) {
        let slot = 0;
        do {
          slot = (walk.offset + walk.taken * walk.skip) % maglevSize;
          walk.taken += 1;
        } while (table[slot] !== -1);
        table[slot] = walk.position;
        free -= 1;
        if (free === 0) return table;
      }
    }
  }
}

function commonDivisor(backends: readonly BackendWeight[]): number {
  const divide = (a: number, b: number): number => (b === 0 ? a : divide(b, a % b));
  return Math.max(
    1,
    backends.reduce((divisor, { weight }) => divide(divisor, weight), 0),
  );
}

function portWord(flow: Flow): number {
  return flow.port * 256 + flow.protocol;
}

function flowKey(flow: Flow): string {
  return `${flow.service} ${flow.address.join()} ${flow.port} ${flow.protocol}`;
}

/** MurmurHash3, x86 32 bit, over words; unsigned. */
function murmur(words: readonly number[], seed: number): number {
  let hash = seed;
  for (const word of words) {
    const k = Math.imul(rotate(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593);
    hash = (Math.imul(rotate(hash ^ k, 13), 5) + 0xe6546b64) | 0;
  }
  hash ^= words.length * 4;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
