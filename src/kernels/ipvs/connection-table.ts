/**
 * The connection kernel by names, as a proxy uses it: services and backends are texts (`default/web:http`,
 * `10.244.0.7:8080`), which this table gives numbers to and takes them back from.
 */
import { addressWords } from "./flow.ts";
import type { AddressWords, Flow } from "./flow.ts";
import type { ConnectionCapacity, ConnectionKernel, SchedulerName } from "./kernel.ts";

export interface NamedBackend {
  readonly id: string;
  /** 1 by default; 0 drains it. */
  readonly weight?: number;
}

export interface NamedService {
  readonly scheduler: SchedulerName;
  readonly backends: readonly NamedBackend[];
  readonly affinityMs?: number;
  readonly timeoutMs?: number;
}

export interface Client {
  readonly address: string;
  readonly port: number;
  /** TCP by default. */
  readonly protocol?: "TCP" | "UDP" | "SCTP";
}

/** IPVS forgets an idle TCP connection after 15 minutes. */
export const connectionTimeoutMs = 900_000;
const protocolNumbers = { TCP: 6, UDP: 17, SCTP: 132 } as const;

interface Numbers {
  readonly byName: Map<string, number>;
  readonly names: (string | undefined)[];
  readonly free: number[];
  readonly max: number;
}

export class ConnectionTable {
  readonly #kernel: ConnectionKernel;
  readonly #services: Numbers;
  readonly #backends: Numbers;
  /** Backend numbers of each service, by backend id. */
  readonly #members = new Map<string, Map<string, number>>();

  /** `capacity` is what `kernel` was made with. */
  constructor(kernel: ConnectionKernel, capacity: ConnectionCapacity) {
    this.#kernel = kernel;
    this.#services = numbers(capacity.services);
    this.#backends = numbers(capacity.backends);
  }

  /**
   * Sets or replaces a service. Backends that are no longer named lose their connections: name them with weight 0 for as
   * long as they may keep them. Throws RangeError beyond the capacity: the service is to be removed then.
   */
  setService(id: string, service: NamedService): void {
    // Before its backends: one that has a number can be removed again, with all that was taken for it.
    const number = this.#numberOf(id);
    const members = this.#members.get(id) ?? new Map<string, number>();
    this.#members.set(id, members);
    const wanted = new Map(service.backends.map((backend) => [backend.id, backend]));
    const backends = [...wanted.values()]
      .map(({ id: backendId, weight = 1 }) => {
        const name = `${id} ${backendId}`;
        const backend = members.get(backendId) ?? take(this.#backends, name);
        members.set(backendId, backend);
        return { backend, weight, key: hashText(backendId), backendId };
      })
      // Tables of hashing schedulers must not depend on the order in which endpoints come.
      .sort((a, b) => (a.backendId < b.backendId ? -1 : 1));
    this.#kernel.setService(number, {
      scheduler: service.scheduler,
      backends,
      affinityMs: service.affinityMs ?? 0,
      timeoutMs: service.timeoutMs ?? connectionTimeoutMs,
      destination: hashText(id),
    });
    for (const [backendId, backend] of members) {
      if (wanted.has(backendId)) continue;
      this.#kernel.dropBackend(backend);
      members.delete(backendId);
      give(this.#backends, backend);
    }
  }

  removeService(id: string): void {
    const service = this.#services.byName.get(id);
    if (service === undefined) return;
    this.#kernel.removeService(service);
    for (const backend of this.#members.get(id)?.values() ?? []) give(this.#backends, backend);
    this.#members.delete(id);
    give(this.#services, service);
  }

  /** The id of the backend that takes this client's connection; undefined when none does. */
  pick(serviceId: string, client: Client, nowMs: number): string | undefined {
    const flow = this.#flow(serviceId, client);
    if (flow === undefined) return undefined;
    const name = this.#backends.names[this.#kernel.lookup(flow, nowMs)];
    return name?.slice(serviceId.length + 1);
  }

  /** Ends a connection: it no longer counts for its backend. */
  close(serviceId: string, client: Client): void {
    const flow = this.#flow(serviceId, client);
    if (flow !== undefined) this.#kernel.close(flow);
  }

  /** Connections that a backend has now. */
  active(serviceId: string, backendId: string): number {
    const backend = this.#members.get(serviceId)?.get(backendId);
    return backend === undefined ? 0 : this.#kernel.active(backend);
  }

  expire(nowMs: number): number {
    return this.#kernel.expire(nowMs);
  }

  #numberOf(id: string): number {
    return this.#services.byName.get(id) ?? take(this.#services, id);
  }

  #flow(serviceId: string, client: Client): Flow | undefined {
    const service = this.#services.byName.get(serviceId);
    if (service === undefined) return undefined;
    // What is no IP address (a socket path) still is somebody: told apart by its text.
    const address = addressWords(client.address) ?? textWords(client.address);
    return {
      service,
      address,
      port: client.port,
      protocol: protocolNumbers[client.protocol ?? "TCP"],
    };
  }
}

function numbers(max: number): Numbers {
  return { byName: new Map(), names: [], free: [], max };
}

function take(space: Numbers, name: string): number {
  const number = space.free.pop() ?? space.names.length;
  if (number >= space.max) throw new RangeError(`no room for ${name}: ${space.max} at most`);
  space.names[number] = name;
  space.byName.set(name, number);
  return number;
}

function give(space: Numbers, number: number): void {
  const name = space.names[number];
  if (name !== undefined) space.byName.delete(name);
  space.names[number] = undefined;
  space.free.push(number);
}

function textWords(text: string): AddressWords {
  return [0xff000000, 0, hashText(`${text}\u0001`), hashText(text)];
}

/** FNV-1a, unsigned. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  }
  return hash;
}
