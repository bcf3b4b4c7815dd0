/** NetworkPolicies. Source: pkg/apis/networking/validation. */
import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from "../generated/types.ts";
import { contains, networkOf, parseCidrSloppy, validCidr, type Cidr } from "./addresses.ts";
import {
  forbiddenField,
  invalidAll,
  invalidValue,
  required,
  type FieldErrors,
} from "./field-errors.ts";
import { validateLabelSelector } from "./metadata.ts";
import { portName } from "./names.ts";
import { optionalOneOf, portNumber } from "./numbers.ts";

/** `previous` is the policy that an update replaces: blocks that it names may be named again. */
export function validateNetworkPolicy(
  errors: FieldErrors,
  policy: NetworkPolicy,
  previous?: NetworkPolicy,
): void {
  const spec = policy.spec ?? {};
  const known = new Set(previous && blocksOf(previous));
  validateLabelSelector(errors, "spec.podSelector", spec.podSelector);
  for (const [index, rule] of (spec.ingress ?? []).entries()) {
    const at = `spec.ingress[${index}]`;
    validatePolicyPorts(errors, `${at}.ports`, rule.ports);
    validatePeers(errors, `${at}.from`, { peers: rule.from, known });
  }
  for (const [index, rule] of (spec.egress ?? []).entries()) {
    const at = `spec.egress[${index}]`;
    validatePolicyPorts(errors, `${at}.ports`, rule.ports);
    validatePeers(errors, `${at}.to`, { peers: rule.to, known });
  }
  const types = spec.policyTypes ?? [];
  if (types.length > 2) {
    const message = "may not specify more than two policyTypes";
    errors.push(invalidValue("spec.policyTypes", types, message));
    return;
  }
  for (const [index, type] of types.entries()) {
    errors.push(...optionalOneOf(`spec.policyTypes[${index}]`, type, ["Ingress", "Egress"]));
  }
}

function validatePolicyPorts(
  errors: FieldErrors,
  path: string,
  ports: readonly NetworkPolicyPort[] | undefined,
): void {
  for (const [index, { protocol, port, endPort }] of (ports ?? []).entries()) {
    const at = `${path}[${index}]`;
    errors.push(...optionalOneOf(`${at}.protocol`, protocol, ["TCP", "UDP", "SCTP"]));
    if (typeof port === "number") {
      errors.push(...portNumber(`${at}.port`, port));
      if (endPort === undefined) continue;
      if (endPort < port) {
        const message = "must be greater than or equal to `port`";
        // Kubernetes shows the port here.
        errors.push(invalidValue(`${at}.endPort`, port, message));
      }
      errors.push(...portNumber(`${at}.endPort`, endPort));
    } else {
      if (endPort !== undefined) {
        const state = port === undefined ? "not specified" : "non-numeric";
        const message = `may not be specified when \`port\` is ${state}`;
        errors.push(invalidValue(`${at}.endPort`, endPort, message));
      }
      if (port !== undefined) errors.push(...invalidAll(`${at}.port`, port, portName(port)));
    }
  }
}

function blocksOf({ spec }: NetworkPolicy): readonly string[] {
  const peers = [
    ...(spec?.ingress ?? []).flatMap(({ from }) => from ?? []),
    ...(spec?.egress ?? []).flatMap(({ to }) => to ?? []),
  ];
  return peers.flatMap(({ ipBlock }) => (ipBlock ? [ipBlock.cidr, ...(ipBlock.except ?? [])] : []));
}

interface Peers {
  readonly peers: readonly NetworkPolicyPeer[] | undefined;
  /** Blocks that need no further look. */
  readonly known: ReadonlySet<string>;
}

function validatePeers(errors: FieldErrors, path: string, { peers, known }: Peers): void {
  for (const [index, { podSelector, namespaceSelector, ipBlock }] of (peers ?? []).entries()) {
    const at = `${path}[${index}]`;
    validateLabelSelector(errors, `${at}.podSelector`, podSelector);
    validateLabelSelector(errors, `${at}.namespaceSelector`, namespaceSelector);
    if (ipBlock) validateIpBlock(errors, `${at}.ipBlock`, { block: ipBlock, known });
    if (!podSelector && !namespaceSelector && !ipBlock) {
      errors.push(required(at, "must specify a peer"));
    } else if (ipBlock && (podSelector || namespaceSelector)) {
      errors.push(forbiddenField(at, "may not specify both ipBlock and another peer"));
    }
  }
}

function validateIpBlock(
  errors: FieldErrors,
  path: string,
  context: {
    readonly block: NonNullable<NetworkPolicyPeer["ipBlock"]>;
    readonly known: ReadonlySet<string>;
  },
): void {
  const { block, known } = context;
  if (!block.cidr) {
    errors.push(required(`${path}.cidr`));
    return;
  }
  if (!known.has(block.cidr)) errors.push(...validCidr(`${path}.cidr`, block.cidr));
  const cidr = networkOfText(block.cidr);
  if (!cidr) return;
  for (const [index, text] of (block.except ?? []).entries()) {
    const at = `${path}.except[${index}]`;
    if (!known.has(text)) errors.push(...validCidr(at, text));
    const except = networkOfText(text);
    if (except && (!contains(cidr, except) || cidr.prefix >= except.prefix)) {
      errors.push(invalidValue(at, text, "must be a strict subset of `cidr`"));
    }
  }
}

function networkOfText(text: string): Cidr | undefined {
  const block = parseCidrSloppy(text);
  return block && { ...networkOf(block), prefix: block.prefix };
}
