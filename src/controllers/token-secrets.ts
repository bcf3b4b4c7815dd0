/**
 * Fills Secrets of type kubernetes.io/service-account-token, and removes them with their ServiceAccount. Source:
 * pkg/controller/serviceaccount/tokens_controller.go. Signing takes time, so this is no plan of actions but a worker on two
 * informers.
 */
import type { Secret, ServiceAccount } from "../api/generated/types.ts";
import { SECRETS, SERVICE_ACCOUNTS } from "../api/kinds.ts";
import { objectKey, type Stored } from "../api/object.ts";
import { hasReason } from "../api/status.ts";
import type { Host } from "../host/host.ts";
import type { Client } from "../loop/client.ts";
import type { InformerFactory } from "../loop/informer.ts";

export interface TokenSecretsOptions {
  readonly client: Client;
  readonly host: Host;
  readonly informers: InformerFactory;
  /** PEM; empty where the API has no authority of its own. */
  readonly caPem: string;
  /** The token that a Secret of an account holds. */
  issue(
    account: { readonly namespace: string; readonly name: string; readonly uid: string },
    secretName: string,
  ): Promise<string>;
}

const type = "kubernetes.io/service-account-token";
const nameAnnotation = "kubernetes.io/service-account.name";
const uidAnnotation = "kubernetes.io/service-account.uid";
const retryMs = 5000;

export class TokenSecretsWorker {
  readonly #options: TokenSecretsOptions;
  readonly #working = new Set<string>();
  #stopped = false;

  constructor(options: TokenSecretsOptions) {
    this.#options = options;
    const { informers } = options;
    informers.of(SECRETS).addHandlers({
      onChange: ({ after }) => {
        if (after) this.#take(after);
      },
    });
    informers.of(SERVICE_ACCOUNTS).addHandlers({
      onChange: ({ before, after }) => {
        const account = after ?? before;
        if (!account || (before && after)) return;
        const { namespace = "", name } = account.metadata;
        for (const secret of informers.of(SECRETS).lister.inNamespace(namespace)) {
          if (secret.metadata.annotations?.[nameAnnotation] === name) this.#take(secret);
        }
      },
    });
  }

  stop(): void {
    this.#stopped = true;
  }

  #take(secret: Stored<Secret>): void {
    const key = objectKey(secret);
    if (this.#stopped || secret.type !== type || this.#working.has(key)) return;
    this.#working.add(key);
    this.#work(secret).then(
      () => this.#working.delete(key),
      (error: unknown) => {
        this.#working.delete(key);
        if (hasReason(error, "NotFound") || this.#stopped) return;
        const { host, informers } = this.#options;
        if (!hasReason(error, "Conflict")) {
          host.log.write("warn", "token Secret not filled, will be tried again", {
            secret: key,
            error: error instanceof Error ? error.message : String(error),
          });
        }
        host.timers.after(retryMs, () => {
          const now = informers.of(SECRETS).lister.get(key);
          if (now) this.#take(now);
        });
      },
    );
  }

  async #work(secret: Stored<Secret>): Promise<void> {
    const { client } = this.#options;
    const account = await this.#accountOf(secret);
    const { name, namespace = "", uid, deletionTimestamp } = secret.metadata;
    if (deletionTimestamp) return;
    if (!account) {
      await client.delete(SECRETS, { name, namespace }, { preconditions: { uid } });
      return;
    }
    const filled = await this.#filled(secret, account);
    if (filled !== secret) await client.update(SECRETS, filled);
  }

  /** As the API itself has it: a cache that lags behind must not cost a Secret. */
  async #accountOf({ metadata }: Stored<Secret>): Promise<Stored<ServiceAccount> | undefined> {
    const name = metadata.annotations?.[nameAnnotation] ?? "";
    const uid = metadata.annotations?.[uidAnnotation];
    const namespace = metadata.namespace ?? "";
    try {
      const account = await this.#options.client.get(SERVICE_ACCOUNTS, { name, namespace });
      return uid === undefined || uid === account.metadata.uid ? account : undefined;
    } catch (error) {
      if (hasReason(error, "NotFound")) return undefined;
      throw error;
    }
  }

  async #filled(secret: Stored<Secret>, account: Stored<ServiceAccount>): Promise<Stored<Secret>> {
    const { caPem, issue } = this.#options;
    const { namespace = "", name, uid } = account.metadata;
    const data: Record<string, string> = { ...secret.data };
    if (!data["token"])
      data["token"] = btoa(await issue({ namespace, name, uid }, secret.metadata.name));
    if (caPem !== "") data["ca.crt"] = btoa(caPem);
    data["namespace"] = btoa(namespace);
    const same = Object.keys(data).every((key) => data[key] === secret.data?.[key]);
    if (same && secret.metadata.annotations?.[uidAnnotation] === uid) return secret;
    const annotations = {
      ...secret.metadata.annotations,
      [nameAnnotation]: name,
      [uidAnnotation]: uid,
    };
    return { ...secret, metadata: { ...secret.metadata, annotations }, data };
  }
}
