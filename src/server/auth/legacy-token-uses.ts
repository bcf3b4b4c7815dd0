/** Says on Secrets which day their token was last used, so that those that nobody uses can be found (pkg/serviceaccount/legacy.go). */
import type { Secret } from "../../api/generated/types.ts";
import { SECRETS } from "../../api/kinds.ts";
import type { Stored } from "../../api/object.ts";
import { rfc3339 } from "../../api/time.ts";
import type { Host } from "../../host/host.ts";
import type { Client } from "../../loop/client.ts";

const lastUsed = "kubernetes.io/legacy-token-last-used";
const dayMs = 86_400_000;

/** `2026-11-24`: the day in UTC. */
export function dayOf(ms: number): string {
  return rfc3339(ms).slice(0, 10);
}

export class LegacyTokenUses {
  readonly #host: Pick<Host, "clock" | "log">;
  readonly #client: () => Client;
  /** Uids of Secrets that are being written: requests come faster than that. */
  readonly #writing = new Set<string>();

  constructor(host: Pick<Host, "clock" | "log">, client: () => Client) {
    this.#host = host;
    this.#client = client;
  }

  /** Whoever asks does not wait for it. */
  note({ metadata }: Stored<Secret>): void {
    const nowMs = this.#host.clock.nowMs();
    const known = metadata.labels?.[lastUsed];
    // Clocks of several servers may differ.
    if (known === dayOf(nowMs) || known === dayOf(nowMs + dayMs)) return;
    const { name, namespace = "", uid } = metadata;
    if (this.#writing.has(uid)) return;
    this.#writing.add(uid);
    const patch = { metadata: { uid, labels: { [lastUsed]: dayOf(nowMs) } } };
    this.#client()
      .patch(SECRETS, { namespace, name }, patch, { type: "merge" })
      .catch((error: unknown) => {
        const text = error instanceof Error ? error.message : String(error);
        this.#host.log.write("warn", "the use of a token cannot be noted", { name, error: text });
      })
      .finally(() => this.#writing.delete(uid));
  }
}
