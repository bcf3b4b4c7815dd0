/** The networking and discovery groups. Source: pkg/registry/networking, pkg/registry/discovery. */
import {
  defaultEndpointSlice,
  defaultIngressClass,
  defaultNetworkPolicy,
} from "../defaults/cluster-kinds.ts";
import type * as t from "../generated/types.ts";
import {
  validateEndpointSlice,
  validateEndpointSliceUpdate,
} from "../validation/endpoint-slice.ts";
import { validateNetworkPolicy } from "../validation/network-policy.ts";
import {
  validateIngress,
  validateIngressClass,
  validateIngressClassAnnotation,
  validateIngressClassUpdate,
  validateIngressStatus,
  validateIngressUpdate,
} from "../validation/networking.ts";
import {
  ipAddressName,
  validateIpAddress,
  validateIpAddressUpdate,
  validateServiceCidr,
  validateServiceCidrUpdate,
} from "../validation/service-addresses.ts";
import { rules, wholeFirst, type GroupRules } from "./kind-rules.ts";
import {
  endpointSliceWarnings,
  ingressWarnings,
  networkPolicyWarnings,
  withoutTopology,
} from "./network-parts.ts";

export const discoveryRules: GroupRules = {
  EndpointSlice: rules<t.EndpointSlice>({
    updateOrder: ["whole", "change"],
    default: defaultEndpointSlice,
    generation: "labels",
    prepareForCreate: (slice) => withoutTopology(slice, undefined),
    prepareForUpdate: withoutTopology,
    validateCreate: (errors, slice) => {
      validateEndpointSlice(errors, slice);
    },
    validateUpdate: validateEndpointSliceUpdate,
    warnings: endpointSliceWarnings,
  }),
};

export const networkingRules: GroupRules = {
  Ingress: rules<t.Ingress>({
    updateOrder: ["update", "whole", "change"],
    validateCreate(errors, ingress) {
      validateIngress(errors, ingress);
      validateIngressClassAnnotation(errors, ingress);
    },
    validateUpdate: validateIngressUpdate,
    validateStatusUpdate: validateIngressStatus,
    warnings: ingressWarnings,
  }),
  IngressClass: rules<t.IngressClass>({
    updateOrder: ["update", "change", "whole", "rest"],
    default: defaultIngressClass,
    validate: validateIngressClass,
    validateUpdate: validateIngressClassUpdate,
  }),
  IPAddress: rules<t.IPAddress>({
    updateOrder: wholeFirst,
    generation: "none",
    name: ipAddressName,
    validate: validateIpAddress,
    validateUpdate: validateIpAddressUpdate,
    selectableFields: (address) => {
      const parent = address.spec?.parentRef;
      return {
        "spec.parentRef.group": parent?.group ?? "",
        "spec.parentRef.name": parent?.name ?? "",
        "spec.parentRef.namespace": parent?.namespace ?? "",
        "spec.parentRef.resource": parent?.resource ?? "",
      };
    },
  }),
  NetworkPolicy: rules<t.NetworkPolicy>({
    default: defaultNetworkPolicy,
    empties: ["spec"],
    updateOrder: ["update", "change"],
    validateCreate: (errors, policy) => {
      validateNetworkPolicy(errors, policy);
    },
    validateUpdate: validateNetworkPolicy,
    warnings: networkPolicyWarnings,
  }),
  ServiceCIDR: rules<t.ServiceCIDR>({
    generation: "none",
    statusMetadata: "reset",
    updateOrder: ["update", "change"],
    validateCreate: validateServiceCidr,
    validateUpdate: validateServiceCidrUpdate,
  }),
};
