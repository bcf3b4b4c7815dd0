/** Parts of what writing network objects does: warnings, and fields of older versions. Source: pkg/registry/networking, pkg/registry/discovery. */
import type { EndpointSlice, Ingress, NetworkPolicy } from "../generated/types.ts";
import { put } from "../defaults/fill.ts";
import { dnsSubdomain } from "../validation/names.ts";
import { same } from "../validation/same.ts";
import { cidrWarnings, ipWarnings } from "./address-warnings.ts";

const classAnnotation = "kubernetes.io/ingress.class";
const hostnameLabel = "kubernetes.io/hostname";
const managedBy = "endpointslice.kubernetes.io/managed-by";
const ownManagers = new Set([
  "endpointslice-controller.k8s.io",
  "endpointslicemirroring-controller.k8s.io",
]);

const none: readonly string[] = Object.freeze([]);

export function ingressWarnings(
  ingress: Ingress,
  previous: Ingress | undefined,
): readonly string[] {
  if (previous || ingress.spec?.ingressClassName !== undefined) return none;
  if (ingress.metadata?.annotations?.[classAnnotation] === undefined) return none;
  return [
    `annotation "${classAnnotation}" is deprecated, please use 'spec.ingressClassName' instead`,
  ];
}

export function networkPolicyWarnings({ spec }: NetworkPolicy): readonly string[] {
  const lists = [
    ...(spec?.ingress ?? []).map(({ from }, index) => ({
      path: `spec.ingress[${index}].from`,
      peers: from,
    })),
    ...(spec?.egress ?? []).map(({ to }, index) => ({
      path: `spec.egress[${index}].to`,
      peers: to,
    })),
  ];
  return lists.flatMap(({ path, peers }) =>
    (peers ?? []).flatMap(({ ipBlock }, index) => {
      if (!ipBlock) return none;
      const at = `${path}[${index}].ipBlock`;
      return [
        ...cidrWarnings(`${at}.cidr`, ipBlock.cidr ?? ""),
        ...(ipBlock.except ?? []).flatMap((block, k) => cidrWarnings(`${at}.except[${k}]`, block)),
      ];
    }),
  );
}

export function endpointSliceWarnings(
  slice: EndpointSlice,
  previous: EndpointSlice | undefined,
): readonly string[] {
  const { addressType, endpoints } = slice;
  const old = !previous && addressType === "FQDN";
  const warnings = old ? ["spec.addressType: FQDN endpoints are deprecated"] : [];
  if (ownManagers.has(slice.metadata?.labels?.[managedBy] ?? "")) return warnings;
  for (const [index, { addresses }] of (endpoints ?? []).entries()) {
    for (const [position, address] of (addresses ?? []).entries()) {
      warnings.push(...ipWarnings(`endpoints[${index}].addresses[${position}]`, address));
    }
  }
  return warnings;
}

/** Topology was v1beta1's: it is dropped, but for the name of a node that was there before. */
export function withoutTopology(
  next: EndpointSlice,
  previous: EndpointSlice | undefined,
): EndpointSlice {
  const endpoints = next.endpoints ?? [];
  if (endpoints.every(({ deprecatedTopology }) => deprecatedTopology === undefined)) return next;
  if (previous && same(previous.endpoints, next.endpoints)) return next;
  const known = new Set(
    (previous?.endpoints ?? []).map(
      ({ deprecatedTopology }) => deprecatedTopology?.[hostnameLabel],
    ),
  );
  return put(
    next,
    "endpoints",
    endpoints.map(({ deprecatedTopology, ...endpoint }) => {
      const node = deprecatedTopology?.[hostnameLabel];
      const isKept =
        endpoint.nodeName === undefined && node && known.has(node) && !dnsSubdomain(node).length;
      return isKept ? { ...endpoint, nodeName: node } : endpoint;
    }),
  );
}
