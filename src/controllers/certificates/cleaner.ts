/** Removes requests for certificates that are long decided, or that nobody decides. Source: pkg/controller/certificates/cleaner. */
import type { CertificateSigningRequest } from "../../api/generated/types.ts";
import { CERTIFICATE_SIGNING_REQUESTS } from "../../api/kinds.ts";
import type { Stored } from "../../api/object.ts";
import { parseTime } from "../../api/time.ts";
import { ownKey, watch, type Controller } from "../../loop/controller.ts";
import { plan } from "../../loop/plan.ts";

const hourMs = 3_600_000;
/** After a request was issued, denied or has failed. */
const decidedMs = hourMs;
const pendingMs = 24 * hourMs;

export const certificateCleaner: Controller<Stored<CertificateSigningRequest>> = {
  name: "certificatesigningrequest-cleaner-controller",
  serviceAccount: "certificate-controller",
  watches: [watch(CERTIFICATE_SIGNING_REQUESTS, ownKey)],
  view: (listers, key) => listers.of(CERTIFICATE_SIGNING_REQUESTS).get(key),
  reconcile(request, nowMs) {
    const leftMs = endMs(request) - nowMs;
    if (leftMs > 0) return plan([], leftMs);
    return plan([{ verb: "delete", resource: CERTIFICATE_SIGNING_REQUESTS, object: request }]);
  },
};

function endMs({ metadata, status }: Stored<CertificateSigningRequest>): number {
  const conditions = status?.conditions ?? [];
  const bornMs = parseTime(metadata.creationTimestamp) ?? 0;
  const decided = conditions.filter(
    ({ type }) =>
      type === "Denied" || type === "Failed" || (type === "Approved" && !!status?.certificate),
  );
  if (decided.length === 0 && !status?.certificate) {
    return bornMs + pendingMs;
  }
  const times = decided.map(({ lastUpdateTime }) => parseTime(lastUpdateTime) ?? bornMs);
  return Math.min(...times, Infinity) + decidedMs;
}
