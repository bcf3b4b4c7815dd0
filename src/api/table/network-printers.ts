/** Rows of Services and what lies around them (kubernetes, pkg/printers/internalversion). */
import type {
  EndpointSlice,
  Endpoints,
  Ingress,
  IngressClass,
  IPAddress,
  NetworkPolicy,
  Service,
  ServiceCIDR,
} from "../generated/types.ts";
import {
  ageColumn,
  ageOf,
  column,
  labelsText,
  listWithMore,
  nameColumn,
  nameOf,
  printer,
  type Printer,
  wide,
} from "./printer.ts";
import { selectorText } from "./selector-text.ts";

const shownMax = 3;

/** Addresses of a load balancer, each once and in order. Tables are made wide, so they are never cut. */
function loadBalancerText(
  ingress: readonly { readonly ip?: string; readonly hostname?: string }[] | undefined,
): string {
  const addresses = (ingress ?? []).map((each) => each.ip || each.hostname || "");
  return [...new Set(addresses.filter((address) => address !== ""))].sort().join(",");
}

function externalIp(service: Service): string {
  const external = service.spec?.externalIPs ?? [];
  switch (service.spec?.type) {
    case "ClusterIP":
    case "NodePort":
      return external.join(",") || "<none>";
    case "LoadBalancer": {
      const balanced = loadBalancerText(service.status?.loadBalancer?.ingress);
      const all = balanced === "" ? external : [balanced, ...external];
      return all.join(",") || "<pending>";
    }
    case "ExternalName":
      return service.spec.externalName ?? "";
    case undefined:
    default:
      return "<unknown>";
  }
}

function portsText(service: Service): string {
  const ports = (service.spec?.ports ?? []).map(({ port, nodePort, protocol = "TCP" }) =>
    nodePort ? `${port}:${nodePort}/${protocol}` : `${port}/${protocol}`,
  );
  return ports.join(",") || "<none>";
}

function hostPort(ip: string, port: number): string {
  return ip.includes(":") ? `[${ip}]:${port}` : `${ip}:${port}`;
}

function endpointsText(endpoints: Endpoints): string {
  const subsets = endpoints.subsets ?? [];
  if (subsets.length === 0) return "<none>";
  const all = subsets.flatMap(({ addresses = [], ports = [] }) =>
    ports.length === 0
      ? addresses.map(({ ip }) => ip)
      : ports.flatMap(({ port }) => addresses.map(({ ip }) => hostPort(ip, port))),
  );
  return listWithMore(all, shownMax);
}

function hostsText(ingress: Ingress): string {
  const rules = ingress.spec?.rules ?? [];
  const hosts: string[] = [];
  let more = false;
  for (const { host } of rules) {
    // Kubernetes counts the rules from here on, those without a host too.
    if (hosts.length === shownMax) more = true;
    if (!more && host) hosts.push(host);
  }
  if (hosts.length === 0) return "*";
  return more ? `${hosts.join(",")} + ${rules.length - shownMax} more...` : hosts.join(",");
}

function parametersText({ spec }: IngressClass): string {
  const parameters = spec?.parameters;
  if (parameters === undefined) return "<none>";
  const group = parameters.apiGroup === undefined ? "" : `.${parameters.apiGroup}`;
  return `${parameters.kind}${group}/${parameters.name}`;
}

function isDefaultClass({ metadata }: IngressClass): boolean {
  return metadata?.annotations?.["ingressclass.kubernetes.io/is-default-class"] === "true";
}

function parentText({ spec }: IPAddress): string {
  const parent = spec?.parentRef;
  if (parent === undefined) return "<none>";
  // Statuses and specs of objects that nobody validated may lack what is required.
  const { group, resource, name }: Partial<typeof parent> = parent;
  const full = `${resource ?? ""}${group ? `.${group}` : ""}`;
  const namespace = parent.namespace ? `/${parent.namespace}` : "";
  return `${full.toLowerCase()}${namespace}/${name ?? ""}`;
}

export const networkPrinters: readonly Printer[] = [
  printer<Service>({
    kinds: ["/Service"],
    columns: [
      nameColumn,
      column("Type", "How the Service is made reachable."),
      column("Cluster-IP", "Address of the Service within the cluster."),
      column("External-IP", "Addresses at which the Service is reached from outside."),
      column("Port(s)", "Ports of the Service, with the node ports that lead to them."),
      ageColumn,
      wide("Selector", "Labels of the Pods that the Service leads to."),
    ],
    cells: (object, nowMs) => [
      nameOf(object),
      object.spec?.type ?? "",
      object.spec?.clusterIPs?.[0] ?? object.spec?.clusterIP ?? "<none>",
      externalIp(object),
      portsText(object),
      ageOf(object, nowMs),
      labelsText(object.spec?.selector),
    ],
  }),
  printer<Endpoints>({
    kinds: ["/Endpoints"],
    columns: [nameColumn, column("Endpoints", "Addresses and ports of the Service."), ageColumn],
    cells: (object, nowMs) => [nameOf(object), endpointsText(object), ageOf(object, nowMs)],
  }),
  printer<EndpointSlice>({
    kinds: ["discovery.k8s.io/EndpointSlice"],
    columns: [
      nameColumn,
      column("AddressType", "Kind of the addresses in this slice."),
      column("Ports", "Ports of every endpoint in this slice."),
      column("Endpoints", "Addresses of the endpoints in this slice."),
      ageColumn,
    ],
    cells(object, nowMs) {
      const ports = (object.ports ?? []).map(({ port, name }) => String(port ?? name ?? "*"));
      const addresses = (object.endpoints ?? []).flatMap((endpoint) => endpoint.addresses ?? []);
      return [
        nameOf(object),
        object.addressType ?? "",
        listWithMore(ports, shownMax) || "<unset>",
        listWithMore(addresses, shownMax) || "<unset>",
        ageOf(object, nowMs),
      ];
    },
  }),
  printer<Ingress>({
    kinds: ["networking.k8s.io/Ingress"],
    columns: [
      nameColumn,
      column("Class", "Name of the IngressClass that serves this object."),
      column("Hosts", "Hosts that incoming requests are matched against before the ingress rule"),
      column("Address", "Addresses at which the Ingress is reached."),
      column("Ports", "Ports of TLS configurations that open"),
      ageColumn,
    ],
    cells: (object, nowMs) => [
      nameOf(object),
      object.spec?.ingressClassName ?? "<none>",
      hostsText(object),
      loadBalancerText(object.status?.loadBalancer?.ingress),
      (object.spec?.tls ?? []).length > 0 ? "80, 443" : "80",
      ageOf(object, nowMs),
    ],
  }),
  printer<IngressClass>({
    kinds: ["networking.k8s.io/IngressClass"],
    columns: [
      nameColumn,
      column("Controller", "Controller that is responsible for handling this class"),
      column("Parameters", "A reference to a resource with additional parameters"),
      ageColumn,
    ],
    cells: (object, nowMs) => [
      isDefaultClass(object) ? `${nameOf(object)} (default)` : nameOf(object),
      object.spec?.controller ?? "",
      parametersText(object),
      ageOf(object, nowMs),
    ],
  }),
  printer<NetworkPolicy>({
    kinds: ["networking.k8s.io/NetworkPolicy"],
    columns: [nameColumn, column("Pod-Selector", "Pods that the policy is for."), ageColumn],
    cells: (object, nowMs) => [
      nameOf(object),
      selectorText(object.spec?.podSelector ?? {}),
      ageOf(object, nowMs),
    ],
  }),
  printer<ServiceCIDR>({
    kinds: ["networking.k8s.io/ServiceCIDR"],
    columns: [nameColumn, column("CIDRs", "Ranges that Services get addresses from."), ageColumn],
    cells: (object, nowMs) => [
      nameOf(object),
      (object.spec?.cidrs ?? []).join(","),
      ageOf(object, nowMs),
    ],
  }),
  printer<IPAddress>({
    kinds: ["networking.k8s.io/IPAddress"],
    // Three cells and two columns: as Kubernetes has it, the age is nowhere shown.
    columns: [nameColumn, column("ParentRef", "Object that the address is for.")],
    cells: (object, nowMs) => [nameOf(object), parentText(object), ageOf(object, nowMs)],
  }),
];
