/** Doubtful use of the core group's small kinds, as texts for the Warning header. Source: the strategies under pkg/registry/core. */
import { keyPairFault } from "../certificates/key-pair.ts";
import type { Endpoints, Node, Secret, ServiceAccount } from "../generated/types.ts";
import { cidrWarnings, ipWarnings } from "./address-warnings.ts";

/** Source: warningsForSecret in pkg/registry/core/secret. */
export function secretWarnings({ type, data }: Secret): readonly string[] {
  if (type !== "kubernetes.io/tls") return [];
  const fault = keyPairFault(data?.["tls.crt"] ?? "", data?.["tls.key"] ?? "");
  return fault === undefined ? [] : [fault];
}

/** Source: endpointsWarnings in pkg/registry/core/endpoint. */
export function endpointsWarnings({ metadata, subsets }: Endpoints): readonly string[] {
  if (metadata.labels?.["endpoints.kubernetes.io/managed-by"] === "endpoint-controller") return [];
  return (subsets ?? []).flatMap((subset, index) =>
    (["addresses", "notReadyAddresses"] as const).flatMap((list) =>
      (subset[list] ?? []).flatMap(({ ip }, at) =>
        ipWarnings(`subsets[${index}].${list}[${at}].ip`, ip ?? ""),
      ),
    ),
  );
}

const mountableSecrets = "kubernetes.io/enforce-mountable-secrets";

/** Source: warnIfHasEnforceMountableSecretsAnnotation in pkg/registry/core/serviceaccount. */
export function accountWarnings(
  { metadata }: ServiceAccount,
  previous: ServiceAccount | undefined,
): readonly string[] {
  if (metadata.annotations?.[mountableSecrets] === undefined) return [];
  if (previous?.metadata.annotations?.[mountableSecrets] !== undefined) return [];
  return [
    `metadata.annotations[${mountableSecrets}]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets`,
  ];
}

/** Source: nodeWarnings in pkg/registry/core/node. */
export function nodeWarnings({ spec }: Node): readonly string[] {
  const old = "spec.externalID: this field is deprecated, and is unused by Kubernetes";
  const cidrs = (spec?.podCIDRs ?? []).flatMap((cidr, index) =>
    cidrWarnings(`spec.podCIDRs[${index}]`, cidr),
  );
  return spec?.externalID ? [old, ...cidrs] : cidrs;
}
