/** Service-account tokens of one Pod: bound to it, kept, and renewed when four fifths of their time have passed. */
import type { AuthenticationV1TokenRequest as TokenRequest } from "../api/generated/types.ts";
import { SERVICE_ACCOUNTS } from "../api/kinds.ts";
import type { NodeContext } from "./node-context.ts";
import type { PodObject } from "./pod-view.ts";

interface Held {
  readonly token: string;
  readonly renewAtMs: number;
}

export class PodTokens {
  readonly #node: NodeContext;
  readonly #held = new Map<string, Held>();

  constructor(node: NodeContext) {
    this.#node = node;
  }

  async get(pod: PodObject, audience: string | undefined, seconds: number): Promise<string> {
    const key = `${audience ?? ""}/${seconds}`;
    const held = this.#held.get(key);
    const nowMs = this.#node.host.clock.monotonicMs();
    if (held && nowMs < held.renewAtMs) return held.token;
    const { namespace = "", name, uid } = pod.metadata;
    const account = pod.spec?.serviceAccountName || "default";
    const request: TokenRequest = {
      apiVersion: "authentication.k8s.io/v1",
      kind: "TokenRequest",
      metadata: {},
      spec: {
        audiences: audience === undefined ? [] : [audience],
        expirationSeconds: seconds,
        boundObjectRef: { apiVersion: "v1", kind: "Pod", name, uid },
      },
    };
    const answer = (await this.#node.client.post(
      SERVICE_ACCOUNTS,
      { namespace, name: account },
      "token",
      request,
    )) as unknown as TokenRequest;
    const token = answer.status?.token ?? "";
    this.#held.set(key, { token, renewAtMs: nowMs + seconds * 800 });
    return token;
  }
}
