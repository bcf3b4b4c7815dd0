/**
 * The authority of a cluster that has none of its own on disk: made when the first request for a certificate is to be signed, and
 * gone with the process. Such a cluster has no TLS listener; its certificates are for what runs in it.
 */
import type { PemPair } from "./certificates.ts";
import type { Host } from "./host.ts";

/** Signs requests as `CertificateSigner` of the controllers wants it. */
export interface MemoryAuthority {
  /** Rejects for a request whose own signature does not hold. */
  sign(request: {
    readonly pem: string;
    readonly usages: readonly string[];
    readonly lifetimeMs: number;
    readonly nowMs: number;
  }): Promise<string>;
}

export function createMemoryAuthority(host: Host): MemoryAuthority {
  let made: Promise<PemPair> | undefined;
  return {
    async sign(request) {
      const certificates = await import("./certificates.ts");
      made ??= certificates.createAuthority("kubarium-ca", host.clock.nowMs());
      return certificates.signRequest(await made, request);
    },
  };
}
