/** metav1.Table, the form in which kubectl asks for lists, and PartialObjectMetadata (apimachinery, meta/v1; apiserver, rest/table.go). */
import type { ObjectMeta } from "../generated/types.ts";
import type { KubeObject } from "../object.ts";
import { builtInResources, type ResourceDefinition } from "../resources.ts";
import { accessPrinters } from "./access-printers.ts";
import { autoscalerPrinter } from "./autoscaler-printer.ts";
import { clusterPrinters } from "./cluster-printers.ts";
import { type CustomColumn, customPrinter } from "./custom-printer.ts";
import { devicePrinters } from "./device-printers.ts";
import { eventPrinter } from "./event-printer.ts";
import { networkPrinters } from "./network-printers.ts";
import { podPrinter, podTemplatePrinter } from "./pod-printer.ts";
import {
  type Cell,
  type Column,
  createdAtColumn,
  nameColumn,
  nameOf,
  printer,
  type Printer,
  type RowCondition,
} from "./printer.ts";
import { storagePrinters } from "./storage-printers.ts";
import { workloadPrinters } from "./workload-printers.ts";

export interface TableRow {
  readonly cells: readonly Cell[];
  readonly conditions?: readonly RowCondition[];
  /** The row's object as asked for; null when none was. */
  readonly object: KubeObject | PartialObjectMetadata | null;
}

export interface Table {
  readonly kind: "Table";
  readonly apiVersion: `meta.k8s.io/${MetaVersion}`;
  /** The list's metadata: for the caller to fill in. */
  readonly metadata: object;
  /** Null for the later tables of a watch, which repeat no headers. */
  readonly columnDefinitions: readonly Column[] | null;
  readonly rows: readonly TableRow[];
}

export type MetaVersion = "v1" | "v1beta1";

export interface PartialObjectMetadata {
  readonly kind: "PartialObjectMetadata";
  readonly apiVersion: `meta.k8s.io/${MetaVersion}`;
  readonly metadata: ObjectMeta;
}

export interface TableOptions {
  readonly nowMs: number;
  /** What each row carries beside its cells; Kubernetes' default is `Metadata`. */
  readonly includeObject: "None" | "Metadata" | "Object";
  readonly noHeaders: boolean;
  /** The version of meta.k8s.io that the table and the metadata in its rows are written in. */
  readonly metaVersion?: MetaVersion;
  /** The additionalPrinterColumns of a custom resource's version. */
  readonly customColumns?: readonly CustomColumn[] | undefined;
}

const printers: ReadonlyMap<string, Printer> = new Map(
  [
    podPrinter,
    podTemplatePrinter,
    ...workloadPrinters,
    autoscalerPrinter,
    ...networkPrinters,
    ...clusterPrinters,
    eventPrinter,
    ...storagePrinters,
    ...accessPrinters,
    ...devicePrinters,
  ].flatMap((each) => each.kinds.map((kind): [string, Printer] => [kind, each])),
);

/** Roles, LimitRanges, CustomResourceDefinitions and the like: kinds that Kubernetes has no printer for. */
const defaultPrinter = printer<KubeObject>({
  kinds: [],
  columns: [nameColumn, createdAtColumn],
  cells: (object) => [nameOf(object), object.metadata.creationTimestamp ?? null],
});

const builtInGroups: ReadonlySet<string> = new Set(builtInResources.map(({ group }) => group));

function printerOf(
  definition: Pick<ResourceDefinition, "group" | "kind">,
  customColumns: readonly CustomColumn[] | undefined,
): Printer {
  const known = printers.get(`${definition.group}/${definition.kind}`);
  if (known !== undefined && customColumns === undefined) return known;
  const custom = customColumns !== undefined || !builtInGroups.has(definition.group);
  return custom ? customPrinter(customColumns) : defaultPrinter;
}

/** An object's metadata alone. */
export function partialObjectMetadata(
  object: KubeObject,
  version: MetaVersion = "v1",
): PartialObjectMetadata {
  return {
    kind: "PartialObjectMetadata",
    apiVersion: `meta.k8s.io/${version}`,
    metadata: object.metadata,
  };
}

function rowObject(
  object: KubeObject,
  { includeObject, metaVersion }: TableOptions,
): TableRow["object"] {
  switch (includeObject) {
    case "None":
      return null;
    case "Object":
      return object;
    case "Metadata":
    default:
      return partialObjectMetadata(object, metaVersion);
  }
}

/** The table of `objects` of one kind, wide columns included: kubectl hides what it was not asked for. */
export function tableFor(
  definition: Pick<ResourceDefinition, "group" | "kind">,
  objects: readonly KubeObject[],
  options: TableOptions,
): Table {
  const printing = printerOf(definition, options.customColumns);
  return {
    kind: "Table",
    apiVersion: `meta.k8s.io/${options.metaVersion ?? "v1"}`,
    metadata: {},
    columnDefinitions: options.noHeaders ? null : printing.columns,
    rows: objects.map((object) => {
      const conditions = printing.conditions?.(object);
      return {
        cells: printing.cells(object, options.nowMs),
        ...(conditions === undefined ? {} : { conditions }),
        object: rowObject(object, options),
      };
    }),
  };
}
