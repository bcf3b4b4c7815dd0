/** What every operation of the API server works with, made once when the server is created. */
import type { KubeObject, Stored } from "../api/object.ts";
import type { PartText } from "../api/part-texts.ts";
import type { ResourceDefinition } from "../api/resources.ts";
import type { TypeSchema } from "../api/schema/type-schema.ts";
import type { FieldError, StatusError } from "../api/status.ts";
import type { Strategy } from "../api/strategy/strategy.ts";
import type { Host } from "../host/host.ts";
import type { ObjectKey, Store, StoredEntry } from "../store/store.ts";
import type { AdmissionChain } from "./admission/chain.ts";
import type { AdmissionMetrics } from "./metrics/admission-metrics.ts";
import type { WatchMetrics } from "./metrics/watch-metrics.ts";
import type { CustomResources } from "./custom-resources/custom-resources.ts";
import type { Soon } from "./custom-resources/versions.ts";
import type { Ending } from "./ending.ts";
import type { UserInfo } from "./message.ts";
import type { ServiceOutbound } from "./outbound/services.ts";
import type { ResourceRegistry } from "./resource-registry.ts";
import type { ServiceAllocator } from "./services/allocator.ts";
import type { Slices } from "./slices.ts";
import { exactJson } from "../api/wide-integers.ts";

export interface ServerCore {
  readonly host: Host;
  readonly store: Store;
  readonly registry: ResourceRegistry;
  readonly admission: AdmissionChain;
  /** What it counts of itself, webhooks included. */
  readonly admissionMetrics: AdmissionMetrics;
  /** What is counted of watches. */
  readonly watchMetrics: WatchMetrics;
  readonly services: ServiceAllocator;
  readonly ending: Ending;
  /** Where long work lets others be served. */
  readonly slices: Slices;
  /** Calls to webhooks, aggregated API servers and Pods. */
  readonly outbound: ServiceOutbound;
  /** The kinds that CustomResourceDefinitions define, and their objects between store and served version. */
  readonly custom: CustomResources;
  strategyOf(definition: ResourceDefinition): Strategy;
  schemaOf(definition: ResourceDefinition): TypeSchema;
  /** The schema of a kind that is no resource of its own: Scale, Binding, Eviction, ... */
  schemaOfKind(kind: {
    readonly group: string;
    readonly version: string;
    readonly kind: string;
  }): TypeSchema;
  /** Whether a row is Kubernetes' own: strategic merge and protobuf are for those alone. */
  isBuiltIn(definition: ResourceDefinition): boolean;
  /** 422 for the target's kind. */
  invalidObject(target: Target, errors: readonly FieldError[]): StatusError;
  /** `next` with its managedFields brought up to date for an ordinary (not applied) write. */
  trackFields(change: {
    readonly previous: Stored<KubeObject> | undefined;
    readonly next: KubeObject;
    readonly target: Target;
    readonly context: WriteContext;
    /** The managedFields of the request, as they came. */
    readonly asked?: KubeObject["metadata"]["managedFields"] | undefined;
  }): Soon<KubeObject>;
}

/** What a request is about, resolved against the registry. */
export interface Target {
  /** The served row; objects travel to and from the store as its storage row. */
  readonly definition: ResourceDefinition;
  readonly namespace: string;
  /** Empty for list, create and deletecollection. */
  readonly name: string;
  /** Empty for the object itself. */
  readonly subresource: string;
}

export interface WriteContext {
  readonly user: UserInfo;
  /** Recorded in managedFields. */
  readonly fieldManager: string;
  readonly dryRun: boolean;
  /** Whether a patch is written, which authorizers tell from an update. */
  readonly isPatch?: boolean;
  /** Texts for the Warning header; operations add to it. */
  readonly warnings: string[];
  /** In which parts of the object have come. */
  readonly texts?: readonly PartText[];
  /** What admission tells the audit log of this request, by key; absent where nothing is audited. */
  readonly auditAnnotations?: Map<string, string>;
  /** What webhooks take is noted under this: the request itself. Absent where nobody asks for it. */
  readonly sent?: object;
  /** When nobody waits for the answer any more, on the host's clock: what is asked of others ends by then. */
  readonly dueMs?: number;
}

export interface WriteResult {
  readonly entry: StoredEntry;
  readonly created: boolean;
}

export function keyOf(core: ServerCore, target: Target, name = target.name): ObjectKey {
  const { group, resource } = core.registry.storageOf(target.definition);
  return {
    resource: group === "" ? resource : `${resource}.${group}`,
    namespace: target.definition.namespaced ? target.namespace : "",
    name,
  };
}

const encoder = new TextEncoder();

/** An entry that was never stored: what a dry run answers with. */
export function unstoredEntry(key: ObjectKey, revision: number, object: KubeObject): StoredEntry {
  return {
    key,
    revision,
    object: object as Stored<KubeObject>,
    get json() {
      return encoder.encode(`${exactJson(object)}\n`);
    },
  };
}
