/**
 * Approves what kubelets ask for by themselves, and has approved requests signed by the host's authority. Source:
 * pkg/controller/certificates/approver and signer. Parsing and signing take time, so this is no plan of actions but a worker
 * on one informer.
 */
import type { CertificateSigningRequest } from "../../api/generated/types.ts";
import { CERTIFICATE_SIGNING_REQUESTS, SUBJECT_ACCESS_REVIEWS } from "../../api/kinds.ts";
import {
  builtInSigners,
  parseSigningRequest,
  pemOf,
  signerRefusal,
  type ParsedRequest,
} from "../../api/certificates/signing-request.ts";
import type { Stored } from "../../api/object.ts";
import { hasReason } from "../../api/status.ts";
import { rfc3339 } from "../../api/time.ts";
import type { Host } from "../../host/host.ts";
import type { Client } from "../../loop/client.ts";
import type { InformerFactory } from "../../loop/informer.ts";

/** The cluster's authority, as a host keeps it. */
export interface CertificateSigner {
  /** The signed certificate as PEM. Rejects for a request whose own signature does not hold. */
  sign(request: {
    /** PKCS #10, PEM. */
    readonly pem: string;
    readonly usages: readonly string[];
    readonly lifetimeMs: number;
    readonly nowMs: number;
  }): Promise<string>;
}

export interface SignerOptions {
  readonly client: Client;
  readonly host: Host;
  readonly informers: InformerFactory;
  readonly signer: CertificateSigner;
}

/** kube-controller-manager's --cluster-signing-duration. */
const longestMs = 365 * 86_400_000;
const shortestMs = 600_000;
const retryMs = 5000;
const conditionsOf = (request: CertificateSigningRequest) => request.status?.conditions ?? [];
type Csr = Stored<CertificateSigningRequest>;

export class CertificateWorker {
  readonly #options: SignerOptions;
  readonly #working = new Set<string>();
  #stopped = false;

  constructor(options: SignerOptions) {
    this.#options = options;
    options.informers.of(CERTIFICATE_SIGNING_REQUESTS).addHandlers({
      onChange: ({ after }) => {
        if (after) this.#take(after);
      },
    });
  }

  stop(): void {
    this.#stopped = true;
  }

  #take(request: Csr): void {
    const { uid, name } = request.metadata;
    if (this.#stopped || !needsWork(request) || this.#working.has(uid)) return;
    this.#working.add(uid);
    this.#work(request).then(
      () => this.#working.delete(uid),
      (error: unknown) => {
        this.#working.delete(uid);
        if (hasReason(error, "NotFound") || this.#stopped) return;
        const { host } = this.#options;
        if (!hasReason(error, "Conflict")) {
          host.log.write("warn", "certificate request not handled, will be tried again", {
            request: name,
            error: error instanceof Error ? error.message : String(error),
          });
        }
        host.timers.after(retryMs, () => this.#again(name));
      },
    );
  }

  #again(name: string): void {
    const { informers } = this.#options;
    const request = informers.of(CERTIFICATE_SIGNING_REQUESTS).lister.get(name);
    if (request) this.#take(request);
  }

  async #work(request: Csr): Promise<void> {
    const { signerName, request: base64, usages } = specOf(request);
    const parsed = await parseSigningRequest(base64);
    if (!parsed.ok) return this.#fail(request, parsed.error);
    if (!isApproved(request)) return this.#approve(request, parsed.request);
    const refusal = signerRefusal(signerName, parsed.request, usages);
    if (refusal !== undefined) return this.#fail(request, refusal);
    const { signer, host, client } = this.#options;
    let certificate: string;
    try {
      certificate = await signer.sign({
        pem: pemOf(base64) ?? "",
        usages,
        lifetimeMs: lifetimeOf(request),
        nowMs: host.clock.nowMs(),
      });
    } catch (error) {
      return this.#fail(request, error instanceof Error ? error.message : String(error));
    }
    const status = { ...request.status, certificate: btoa(certificate) };
    await client.update(
      CERTIFICATE_SIGNING_REQUESTS,
      { ...request, status },
      { subresource: "status" },
    );
  }

  /** Kubelets' client certificates need nobody's word where the requester may have them by RBAC. */
  async #approve(request: Csr, parsed: ParsedRequest): Promise<void> {
    const { signerName, usages, username, uid, groups, extra } = specOf(request);
    if (signerRefusal(signerName, parsed, usages) !== undefined) return;
    const kinds =
      parsed.commonName === username ? ["selfnodeclient", "nodeclient"] : ["nodeclient"];
    for (const subresource of kinds) {
      const review = await this.#options.client.create(SUBJECT_ACCESS_REVIEWS, {
        apiVersion: "authorization.k8s.io/v1",
        kind: "SubjectAccessReview",
        metadata: {},
        spec: {
          user: username,
          ...(uid ? { uid } : {}),
          ...(groups ? { groups } : {}),
          ...(extra ? { extra } : {}),
          resourceAttributes: {
            group: "certificates.k8s.io",
            resource: "certificatesigningrequests",
            verb: "create",
            subresource,
            version: "*",
          },
        },
      });
      if (!review.status?.allowed) continue;
      const self = subresource === "selfnodeclient" ? "self " : "";
      return this.#addCondition(request, "approval", {
        type: "Approved",
        reason: "AutoApproved",
        message: `Auto approving ${self}kubelet client certificate after SubjectAccessReview.`,
      });
    }
  }

  #fail(request: Csr, message: string): Promise<void> {
    const reason = "SignerValidationFailure";
    return this.#addCondition(request, "status", { type: "Failed", reason, message });
  }

  async #addCondition(
    request: Csr,
    subresource: "approval" | "status",
    added: { readonly type: string; readonly reason: string; readonly message: string },
  ): Promise<void> {
    const now = rfc3339(this.#options.host.clock.nowMs());
    const times = { lastUpdateTime: now, lastTransitionTime: now };
    const conditions = [...conditionsOf(request), { ...added, status: "True", ...times }];
    const status = { ...request.status, conditions };
    await this.#options.client.update(
      CERTIFICATE_SIGNING_REQUESTS,
      { ...request, status },
      { subresource },
    );
  }
}

function specOf({ spec }: CertificateSigningRequest) {
  return {
    ...spec,
    signerName: spec?.signerName ?? "",
    request: spec?.request ?? "",
    usages: spec?.usages ?? [],
    username: spec?.username ?? "",
  };
}

function isApproved(request: CertificateSigningRequest): boolean {
  return conditionsOf(request).some(({ type }) => type === "Approved");
}

function needsWork(request: Csr): boolean {
  const { signerName } = specOf(request);
  const known = (Object.values(builtInSigners) as readonly string[]).includes(signerName);
  const over = conditionsOf(request).some(({ type }) => type === "Denied" || type === "Failed");
  if (!known || over || request.status?.certificate) return false;
  return isApproved(request) || signerName === builtInSigners.kubeletClient;
}

function lifetimeOf({ spec }: CertificateSigningRequest): number {
  const asked = spec?.expirationSeconds;
  if (asked === undefined) return longestMs;
  return Math.min(longestMs, Math.max(shortestMs, asked * 1000));
}
