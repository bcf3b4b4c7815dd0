/** The body of a what-if question: read and checked, with a field error for everything that is not as it should be. */
import type { Node, Pod, Taint } from "../../api/generated/types.ts";
import { isJsonObject } from "../../api/json.ts";
import type { JsonObject, JsonValue } from "../../api/json.ts";
import { parseQuantity } from "../../api/quantity.ts";
import { invalid } from "../../api/status.ts";
import type { FieldError } from "../../api/status.ts";
import {
  invalidValue,
  notSupported,
  required,
  tooMany,
} from "../../api/validation/field-errors.ts";

/** A node to be added, before it is checked as the API checks nodes. */
export interface NodeSketch {
  readonly node: Node;
  readonly field: string;
  /** The node whose allocatable, labels and taints it takes over. */
  readonly like?: string;
}

export interface WhatIfRequest {
  readonly namespace: string;
  /** What its Pods are made from; absent when only nodes are asked about. */
  readonly template?: { readonly pod: Pod; readonly field: string; readonly name: string };
  /** `perNode`: one for every node, as a DaemonSet has it. */
  readonly replicas: number | "perNode";
  readonly addNodes: readonly NodeSketch[];
  readonly removeNodes: readonly string[];
  readonly limit?: number;
}

const replicasMax = 10_000;
const addedMax = 1000;
const workloadKinds = [
  "CronJob",
  "DaemonSet",
  "Deployment",
  "Job",
  "Pod",
  "ReplicaSet",
  "ReplicationController",
  "StatefulSet",
] as const;

const fields = [
  "addNodes",
  "apiVersion",
  "kind",
  "limit",
  "namespace",
  "pod",
  "removeNodes",
  "replicas",
  "workload",
];

export const whatIfKind = { group: "kubarium", kind: "WhatIf" } as const;

/** Throws StatusError 422 with every field error. */
export function readWhatIf(body: JsonObject): WhatIfRequest {
  const reader = new Reader();
  for (const field of Object.keys(body)) {
    if (!fields.includes(field)) reader.fail(notSupported(field, field, fields));
  }
  const template = reader.template(body);
  const addNodes = reader.addNodes(body["addNodes"]);
  const removeNodes = reader.names(body["removeNodes"], "removeNodes");
  if (template === undefined && addNodes.length + removeNodes.length === 0) {
    reader.fail(required("pod", "a pod, a workload, or nodes to add or to remove"));
  }
  const limit = reader.count(body["limit"], "limit", 1000);
  const namespace = reader.text(body["namespace"], "namespace") ?? namespaceOf(template?.object);
  const replicas = reader.replicas(body, template?.object);
  reader.finish();
  return {
    namespace,
    replicas,
    addNodes,
    removeNodes,
    ...(template === undefined ? {} : { template: toTemplate(template, namespace) }),
    ...(limit === undefined ? {} : { limit }),
  };
}

interface Given {
  readonly object: JsonObject;
  readonly template: JsonObject;
  readonly field: string;
}

function namespaceOf(object: JsonObject | undefined): string {
  const namespace = objectAt(object, "metadata")?.["namespace"];
  return typeof namespace === "string" && namespace !== "" ? namespace : "default";
}

function toTemplate(
  { object, template, field }: Given,
  namespace: string,
): NonNullable<WhatIfRequest["template"]> {
  const metadata = objectAt(object, "metadata");
  const own = metadata?.["name"] ?? metadata?.["generateName"];
  const name = typeof own === "string" && own !== "" ? own.replace(/-$/, "") : "pod";
  const { labels, annotations } = objectAt(template, "metadata") ?? {};
  const pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      generateName: `${name}-`,
      namespace,
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
    },
    spec: template["spec"],
  };
  return { pod: pod as unknown as Pod, field, name };
}

function objectAt(object: JsonObject | undefined, field: string): JsonObject | undefined {
  const value = object?.[field];
  return isJsonObject(value) ? value : undefined;
}

class Reader {
  readonly #errors: FieldError[] = [];

  fail(error: FieldError): void {
    this.#errors.push(error);
  }

  finish(): void {
    if (this.#errors.length > 0) throw invalid(whatIfKind, "", this.#errors);
  }

  template(body: JsonObject): Given | undefined {
    const pod = this.object(body["pod"], "pod");
    const workload = this.object(body["workload"], "workload");
    if (pod !== undefined && workload !== undefined) {
      this.fail(invalidValue("workload", workload["kind"], "may not be given beside pod"));
    }
    if (pod !== undefined) return { object: pod, template: pod, field: "pod" };
    if (workload === undefined) return undefined;
    const kind = workload["kind"];
    if (kind === undefined) this.fail(required("workload.kind"));
    else if (typeof kind !== "string" || !workloadKinds.some((each) => each === kind)) {
      this.fail(notSupported("workload.kind", kind, workloadKinds));
    }
    if (kind === "Pod") return { object: workload, template: workload, field: "workload" };
    const field = kind === "CronJob" ? "spec.jobTemplate.spec.template" : "spec.template";
    let template: JsonObject | undefined = workload;
    for (const part of field.split(".")) template = objectAt(template, part);
    if (template === undefined) this.fail(required(`workload.${field}`));
    const path = `workload.${field}`;
    return { object: workload, template: template ?? {}, field: path };
  }

  replicas(body: JsonObject, object: JsonObject | undefined): number | "perNode" {
    const given = this.count(body["replicas"], "replicas", replicasMax);
    if (given !== undefined) return given;
    if (object?.["kind"] === "DaemonSet") return "perNode";
    const spec = objectAt(object, "spec");
    const ofJob =
      object?.["kind"] === "CronJob" ? objectAt(objectAt(spec, "jobTemplate"), "spec") : spec;
    const own = this.count(ofJob?.["replicas"], "workload.spec.replicas", replicasMax);
    return own ?? this.count(ofJob?.["parallelism"], "workload.spec.parallelism", replicasMax) ?? 1;
  }

  addNodes(value: JsonValue | undefined): readonly NodeSketch[] {
    const sketches: NodeSketch[] = [];
    for (const [index, each] of this.list(value, "addNodes").entries()) {
      const field = `addNodes[${index}]`;
      const sketch = this.object(each, field);
      if (sketch !== undefined) sketches.push(...this.#sketches(sketch, field, index));
      if (sketches.length <= addedMax) continue;
      this.fail(tooMany("addNodes", sketches.length, addedMax));
      break;
    }
    return sketches;
  }

  #sketches(sketch: JsonObject, field: string, index: number): readonly NodeSketch[] {
    const isManifest = sketch["kind"] === "Node";
    const from = isManifest ? flatNode(sketch) : sketch;
    const known = [
      "allocatable",
      "count",
      "kind",
      "labels",
      "like",
      "name",
      "taints",
      "unschedulable",
    ];
    for (const key of Object.keys(from)) {
      if (!known.includes(key)) this.fail(notSupported(`${field}.${key}`, key, known));
    }
    const like = this.text(from["like"], `${field}.like`);
    const name = this.text(from["name"], `${field}.name`) ?? `new-${index + 1}`;
    const count = this.count(from["count"], `${field}.count`, addedMax) ?? 1;
    const allocatable = this.#amounts(from["allocatable"], `${field}.allocatable`);
    for (const resource of ["cpu", "memory"]) {
      if (like !== undefined || objectAt(from, "allocatable")?.[resource] !== undefined) continue;
      this.fail(required(`${field}.allocatable.${resource}`));
    }
    const labels = this.object(from["labels"], `${field}.labels`) ?? {};
    const taints = this.list(from["taints"], `${field}.taints`);
    const names =
      count === 1 ? [name] : Array.from({ length: count }, (_, i) => `${name}-${i + 1}`);
    return names.map((nodeName): NodeSketch => {
      const amounts = like === undefined ? { pods: "110", ...allocatable } : allocatable;
      const node: Node = {
        apiVersion: "v1",
        kind: "Node",
        metadata: { name: nodeName, labels: labels as Record<string, string> },
        spec: {
          ...(taints.length === 0 ? {} : { taints: taints as unknown as readonly Taint[] }),
          ...(from["unschedulable"] === true ? { unschedulable: true } : {}),
        },
        status: { allocatable: amounts, capacity: amounts },
      };
      return { node, field, ...(like === undefined ? {} : { like }) };
    });
  }

  #amounts(value: JsonValue | undefined, field: string): Record<string, string> {
    const amounts: Record<string, string> = {};
    for (const [name, amount] of Object.entries(this.object(value, field) ?? {})) {
      if (typeof amount !== "string" && typeof amount !== "number") {
        this.fail(invalidValue(`${field}.${name}`, amount, "must be a quantity"));
        continue;
      }
      const parsed = parseQuantity(amount);
      if (!parsed.ok) this.fail(invalidValue(`${field}.${name}`, amount, parsed.error));
      else if (parsed.quantity.nanos < 0n) {
        this.fail(invalidValue(`${field}.${name}`, amount, "must be greater than or equal to 0"));
      } else amounts[name] = String(amount);
    }
    return amounts;
  }

  object(value: JsonValue | undefined, field: string): JsonObject | undefined {
    if (value === undefined || value === null) return undefined;
    if (isJsonObject(value)) return value;
    this.fail(invalidValue(field, value, "must be an object"));
    return undefined;
  }

  list(value: JsonValue | undefined, field: string): readonly JsonValue[] {
    if (value === undefined || value === null) return [];
    if (Array.isArray(value)) return value as readonly JsonValue[];
    this.fail(invalidValue(field, value, "must be a list"));
    return [];
  }

  names(value: JsonValue | undefined, field: string): readonly string[] {
    return this.list(value, field).flatMap(
      (each, index) => this.text(each, `${field}[${index}]`) ?? [],
    );
  }

  text(value: JsonValue | undefined, field: string): string | undefined {
    if (value === undefined || value === null) return undefined;
    if (typeof value === "string" && value !== "") return value;
    this.fail(invalidValue(field, value, "must be a string that is not empty"));
    return undefined;
  }

  count(value: JsonValue | undefined, field: string, max: number): number | undefined {
    if (value === undefined || value === null) return undefined;
    if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= max) {
      return value;
    }
    this.fail(invalidValue(field, value, `must be a whole number from 0 to ${max}`));
    return undefined;
  }
}

/** A Node manifest as a sketch. */
function flatNode(node: JsonObject): JsonObject {
  const metadata = objectAt(node, "metadata");
  const spec = objectAt(node, "spec");
  const status = objectAt(node, "status");
  return {
    name: metadata?.["name"],
    labels: metadata?.["labels"],
    taints: spec?.["taints"],
    unschedulable: spec?.["unschedulable"],
    allocatable: status?.["allocatable"] ?? status?.["capacity"],
  };
}
