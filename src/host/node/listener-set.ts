/**
 * Keeps the listeners of a service table: a socket for each address and port of one protocol that a Service is to be reached at. How such
 * a socket is opened, and what comes in by it, is its user's business.
 */
import type { ListenFailure } from "../../network/service-network.ts";
import type { ProxyListener, ProxyService } from "../../network/service-table.ts";

/** A listener of the set. */
export interface HeldListener {
  readonly address: string;
  readonly port: number;
  /** Where what comes in is to go now: another service may take the port over. */
  readonly service: string;
}

export interface OpenSocket {
  /** Resolves when nothing of it is left. It takes nothing new from the call on. */
  close(): Promise<void>;
}

export interface ListenerSetOptions {
  readonly protocol: "TCP" | "UDP";
  /** Resolves when the port is bound; rejects with the system's error, and leaves nothing open then. `lost` takes errors that come later. */
  open(held: HeldListener, lost: (error: NodeJS.ErrnoException) => void): Promise<OpenSocket>;
  /** A listener failed after it had been opened. It is closed by now, and the next table opens it anew. */
  lost(failure: ListenFailure): void;
}

interface Claim {
  readonly service: string;
  readonly listener: ProxyListener;
}

interface Held extends HeldListener, Claim {
  service: string;
  listener: ProxyListener;
  readonly socket: OpenSocket;
}

export class ListenerSet {
  readonly #options: ListenerSetOptions;
  readonly #held = new Map<string, Held>();

  constructor(options: ListenerSetOptions) {
    this.#options = options;
  }

  /** Whether a listener of the set is open there. */
  has(address: string, port: number): boolean {
    return this.#held.has(keyOf({ address, port }));
  }

  /**
   * Makes what `services` want of this protocol the whole set; listeners that stay wanted stay open. Resolves when every new port is bound
   * or has failed to be. The call before has to be over.
   */
  async apply(services: readonly ProxyService[]): Promise<readonly ListenFailure[]> {
    const failures: ListenFailure[] = [];
    const wanted = this.#choose(services, failures);
    for (const [key, held] of this.#held) {
      const still = wanted.get(key);
      if (still) Object.assign(held, still);
      else this.#drop(key, held);
    }
    const missing = [...wanted].filter(([key]) => !this.#held.has(key));
    await Promise.all(
      missing.map(async ([key, claim]) => {
        const code = await this.#open(key, claim);
        if (code !== undefined) failures.push({ ...claim, code });
      }),
    );
    return failures;
  }

  async close(): Promise<void> {
    const held = [...this.#held.values()];
    this.#held.clear();
    await Promise.all(held.map(({ socket }) => socket.close()));
  }

  /** Who has each port. Others that want it fail as they would if another process had it. */
  #choose(services: readonly ProxyService[], failures: ListenFailure[]): Map<string, Claim> {
    const { protocol } = this.#options;
    const claims = services.flatMap(({ id, listeners }) =>
      listeners
        .filter((listener) => (listener.protocol ?? "TCP") === protocol)
        .map((listener): Claim => ({ service: id, listener })),
    );
    const chosen = new Map<string, Claim>();
    for (const claim of claims) {
      const key = keyOf(claim.listener);
      const before = chosen.get(key);
      if (!before || this.#precedes(claim, before)) chosen.set(key, claim);
    }
    for (const claim of claims) {
      const heldBy = chosen.get(keyOf(claim.listener))?.service;
      if (heldBy !== undefined && heldBy !== claim.service)
        failures.push({ ...claim, code: "EADDRINUSE", heldBy });
    }
    return chosen;
  }

  /**
   * What the cluster gave to a Service is its own, whoever else names that address (external ones may be anybody's, CVE-2020-8554). Of
   * others the one that has the port keeps it.
   */
  #precedes(claim: Claim, before: Claim): boolean {
    const [isOwn, wasOwn] = [claim, before].map(
      ({ listener: { reason } }) => reason === "ClusterIP" || reason === "NodePort",
    );
    if (isOwn !== wasOwn) return isOwn === true;
    const holder = this.#held.get(keyOf(claim.listener))?.service;
    return claim.service === holder && before.service !== holder;
  }

  /** The error's code when the port cannot be had. */
  async #open(key: string, claim: Claim): Promise<string | undefined> {
    const { address, port } = claim.listener;
    const held = { ...claim, address, port };
    const lost = (error: NodeJS.ErrnoException): void => {
      const current = this.#held.get(key);
      if (!current || current.socket !== socket) return;
      this.#drop(key, current);
      const { service, listener } = current;
      this.#options.lost({ service, listener, code: codeOf(error) });
    };
    let socket: OpenSocket;
    try {
      socket = await this.#options.open(held, lost);
    } catch (error) {
      return codeOf(error as NodeJS.ErrnoException);
    }
    this.#held.set(key, Object.assign(held, { socket }));
    return undefined;
  }

  /** What is open on its connections goes on; nobody waits for its end. */
  #drop(key: string, { socket }: Held): void {
    this.#held.delete(key);
    void socket.close();
  }
}

const keyOf = ({ address, port }: { readonly address: string; readonly port: number }): string =>
  `${address}:${port}`;

const codeOf = ({ code, message }: NodeJS.ErrnoException): string => code ?? message;
