/** Plugin LimitRanger: the namespace's LimitRanges give containers what they leave open, and refuse what is out of bounds (plugin/pkg/admission/limitranger). */
import type {
  Container,
  LimitRange,
  LimitRangeItem,
  PersistentVolumeClaim,
  Pod,
  PodSpec,
} from "../../api/generated/types.ts";
import type { KubeObject } from "../../api/object.ts";
import { formatQuantity, quantityMilli, type Quantity } from "../../api/quantity.ts";
import { amountsOf, resourceList, type Amounts } from "../../api/quota/amounts.ts";
import { aggregateAmounts, containerAmounts, type Side } from "../../api/quota/pod-amounts.ts";
import type { Store } from "../../store/store.ts";
import type { AdmissionPlugin, AdmissionRequest } from "./chain.ts";
import { aggregateText, refused } from "./refusal.ts";

const annotation = "kubernetes.io/limit-ranger";
const ofPods = ["cpu", "memory"];

export function limitRanger(store: Store): AdmissionPlugin {
  const rangesOf = (namespace: string) =>
    store.list("limitranges", { namespace }).entries.map((entry) => entry.object as LimitRange);
  return {
    name: "LimitRanger",
    mutate(request) {
      const { object, target } = request;
      if (!applies(request) || target.definition.kind !== "Pod") return object;
      return rangesOf(target.namespace).reduce(
        (pod, range) => withDefaults(pod, range),
        object as Pod,
      );
    },
    validate(request) {
      const { object, target } = request;
      if (!object || !applies(request)) return;
      for (const range of rangesOf(target.namespace)) {
        const errors = (range.spec?.limits ?? []).flatMap((item) =>
          object.kind === "Pod" ? podErrors(object as Pod, item) : claimErrors(object, item),
        );
        if (errors.length > 0) throw refused(request, aggregateText(errors));
      }
    },
  };
}

/** New Pods and resizes; claims whenever they are written. A Pod's containers cannot change otherwise. What is being deleted is left alone. */
function applies({ operation, target, previous }: AdmissionRequest): boolean {
  const { definition, subresource } = target;
  if (definition.group !== "" || operation === "DELETE") return false;
  if (previous?.metadata.deletionTimestamp !== undefined) return false;
  if (definition.kind === "PersistentVolumeClaim") return subresource === "";
  if (definition.kind !== "Pod") return false;
  return operation === "CREATE" ? subresource === "" : subresource === "resize";
}

function withDefaults(pod: Pod, range: LimitRange): Pod {
  const items = (range.spec?.limits ?? []).filter(({ type }) => type === "Container");
  const merge = (field: "default" | "defaultRequest"): Amounts =>
    new Map(items.flatMap((item) => [...amountsOf(item[field])]));
  const defaults = { limits: merge("default"), requests: merge("defaultRequest") };
  const notes: string[] = [];
  const fill =
    (what: string) =>
    (container: Container): Container => {
      const set = (side: "requests" | "limits") => {
        const own = container.resources?.[side] ?? {};
        const missing = [...defaults[side]].filter(([name]) => own[name] === undefined);
        if (missing.length === 0) return undefined;
        const names = missing.map(([name]) => name).sort();
        const noun = side === "requests" ? "request" : "limit";
        notes.push(`${names.join(", ")} ${noun} for ${what} ${container.name}`);
        return { [side]: { ...own, ...resourceList(new Map(missing)) } };
      };
      const requests = set("requests");
      const limits = set("limits");
      if (!requests && !limits) return container;
      return { ...container, resources: { ...container.resources, ...limits, ...requests } };
    };
  if (!pod.spec || items.length === 0) return pod;
  const containers = containersIn(pod.spec).map(fill("container"));
  const initContainers = pod.spec.initContainers?.map(fill("init container"));
  if (notes.length === 0) return pod;
  return {
    ...pod,
    metadata: {
      ...pod.metadata,
      annotations: {
        ...pod.metadata.annotations,
        [annotation]: `LimitRanger plugin set: ${notes.join("; ")}`,
      },
    },
    spec: { ...pod.spec, containers, ...(initContainers ? { initContainers } : {}) },
  };
}

/** Before validation a Pod may lack what every Pod has. */
export function containersIn(spec: PodSpec): readonly Container[] {
  return (spec as Partial<PodSpec>).containers ?? [];
}

interface Sides {
  readonly requests: Amounts;
  readonly limits: Amounts;
}

function podErrors(pod: Pod, item: LimitRangeItem): readonly string[] {
  if (item.type === "Container") {
    const all = [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])];
    return all.flatMap((container) =>
      boundErrors(item, {
        requests: containerAmounts(container, "requests"),
        limits: containerAmounts(container, "limits"),
      }),
    );
  }
  if (item.type !== "Pod") return [];
  return boundErrors(item, {
    requests: wholeAmounts(pod, "requests"),
    limits: wholeAmounts(pod, "limits"),
  });
}

/** What a Pod comes to without the overhead of its runtime; what it states itself for the whole takes the containers' place. */
function wholeAmounts({ spec }: Pod, side: Side): Amounts {
  if (!spec) return new Map();
  const stated = [...amountsOf(spec.resources?.[side])].filter(([name]) => ofPods.includes(name));
  return new Map([...aggregateAmounts(spec, side), ...stated]);
}

function boundErrors(item: LimitRangeItem, sides: Sides): readonly string[] {
  const each = (field: "min" | "max" | "maxLimitRequestRatio") =>
    [...amountsOf(item[field])].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    ...each("min").map(([name, bound]) => minError({ item, name, bound }, sides)),
    ...each("max").map(([name, bound]) => maxError({ item, name, bound }, sides)),
    ...each("maxLimitRequestRatio").map(([name, bound]) =>
      ratioError({ item, name, bound }, sides),
    ),
  ].filter((error) => error !== undefined);
}

interface Bound {
  readonly item: LimitRangeItem;
  readonly name: string;
  readonly bound: Quantity;
}

function minError({ item, name, bound }: Bound, { requests, limits }: Sides): string | undefined {
  const text = `minimum ${name} usage per ${item.type} is ${formatQuantity(bound)}`;
  const request = requests.get(name);
  const limit = limits.get(name);
  if (!request) return `${text}.  No request is specified`;
  if (request.nanos < bound.nanos) return `${text}, but request is ${formatQuantity(request)}`;
  if (limit && limit.nanos < bound.nanos) return `${text}, but limit is ${formatQuantity(limit)}`;
  return undefined;
}

function maxError({ item, name, bound }: Bound, { requests, limits }: Sides): string | undefined {
  const text = `maximum ${name} usage per ${item.type} is ${formatQuantity(bound)}`;
  const request = requests.get(name);
  const limit = limits.get(name);
  if (!limit) return `${text}.  No limit is specified`;
  if (limit.nanos > bound.nanos) return `${text}, but limit is ${formatQuantity(limit)}`;
  if (request && request.nanos > bound.nanos) {
    return `${text}, but request is ${formatQuantity(request)}`;
  }
  return undefined;
}

function ratioError({ item, name, bound }: Bound, { requests, limits }: Sides): string | undefined {
  const text = `${name} max limit to request ratio per ${item.type} is ${formatQuantity(bound)}`;
  const request = quantityMilli(requests.get(name) ?? "0") ?? 0;
  const limit = quantityMilli(limits.get(name) ?? "0") ?? 0;
  if (request === 0) return `${text}, but no request is specified or request is 0`;
  if (limit === 0) return `${text}, but no limit is specified or limit is 0`;
  const ratio = limit / request;
  if (ratio * 1000 <= (quantityMilli(bound) ?? 0)) return undefined;
  return `${text}, but provided ratio is ${ratio.toFixed(6)}`;
}

/** A claim has no limits: the maximum, too, is of what it requests. */
function claimErrors(object: KubeObject, item: LimitRangeItem): readonly string[] {
  if (item.type !== "PersistentVolumeClaim") return [];
  const requests = amountsOf((object as PersistentVolumeClaim).spec?.resources?.requests);
  const below = [...amountsOf(item.min)].map(([name, bound]) =>
    minError({ item, name, bound }, { requests, limits: new Map() }),
  );
  const above = [...amountsOf(item.max)].map(([name, bound]) => {
    const text = `maximum ${name} usage per ${item.type} is ${formatQuantity(bound)}`;
    const request = requests.get(name);
    if (!request) return `${text}.  No request is specified`;
    return request.nanos > bound.nanos
      ? `${text}, but request is ${formatQuantity(request)}`
      : undefined;
  });
  return [...below, ...above].filter((error) => error !== undefined);
}
