/**
 * A request as a webhook or a policy sees it: the object and its previous state in the version that its rule named, and what
 * `request` is. Source: apiserver's pkg/admission/plugin/webhook/request and pkg/admission/conversion.go.
 */
import { convertObject } from "../../../api/conversion.ts";
import type { JsonObject } from "../../../api/json.ts";
import { apiVersionOf, type KubeObject, type Stored } from "../../../api/object.ts";
import type { ResourceDefinition } from "../../../api/resources.ts";
import { uuid } from "../../../host/host.ts";
import { keyOf, unstoredEntry, type ServerCore } from "../../core.ts";
import { checkObject } from "../../http/input.ts";
import { scaleOf, withScale } from "../../subresources/scale.ts";
import type { AdmissionRequest } from "../chain.ts";
import { nameOf } from "./rules.ts";

export interface VersionedRequest {
  readonly request: AdmissionRequest;
  /** The row whose version the objects are in. */
  readonly row: ResourceDefinition;
  readonly object: KubeObject | undefined;
  readonly oldObject: KubeObject | undefined;
  /** `request` of admission.k8s.io/v1 without the objects. */
  readonly attributes: JsonObject;
}

export async function versionedRequest(
  core: ServerCore,
  request: AdmissionRequest,
  row: ResourceDefinition,
): Promise<VersionedRequest> {
  const { object, previous } = request;
  return {
    request,
    row,
    object: object && (await toRow(core, request, { row, object })),
    oldObject: previous && (await toRow(core, request, { row, object: previous })),
    attributes: attributesOf(core, request, row),
  };
}

async function toRow(
  core: ServerCore,
  { target }: AdmissionRequest,
  { row, object }: { readonly row: ResourceDefinition; readonly object: KubeObject },
): Promise<KubeObject> {
  if (target.subresource === "scale") return scaleOf(object as Stored<KubeObject>);
  if (isOfSubresource(row, target.subresource)) return withoutNoMetadata(object);
  if (object.apiVersion === apiVersionOf(row)) return withoutNoMetadata(object);
  if (!row.custom) return convertObject(object, row.group, row.version);
  const entry = unstoredEntry(keyOf(core, target, object.metadata.name), 0, object);
  return (await core.custom.versions.read(row, entry)).object;
}

/** Bindings, evictions and token requests are of a kind of their own, and of one version. */
function isOfSubresource(row: ResourceDefinition, subresource: string): boolean {
  const sub = row.subresources.find(({ name }) => name === subresource);
  return sub !== undefined && sub.kind !== row.kind;
}

/** The options of a connection have no metadata. */
function withoutNoMetadata(object: KubeObject): KubeObject {
  if (!/^(?:Pod|Node|Service)[A-Za-z]*Options$/.test(object.kind)) return object;
  const { metadata: _none, ...options } = object;
  return options as KubeObject;
}

/** An object that came back changed, in the storage version: decoded and defaulted as if a client had sent it. Throws StatusError. */
export async function fromRow(
  core: ServerCore,
  { request, row }: VersionedRequest,
  changed: JsonObject,
): Promise<KubeObject> {
  const { target, object } = request;
  if (target.subresource === "scale") {
    return withScale(object as Stored<KubeObject>, changed as unknown as KubeObject);
  }
  const custom = core.custom.kindOf(row);
  const ofSubresource = isOfSubresource(row, target.subresource);
  const kind = kindOf(row, ofSubresource ? target.subresource : "");
  const checked = checkObject(changed, {
    expected: {
      ...kind,
      schema: ofSubresource ? core.schemaOfKind(kind) : core.schemaOf(row),
      ...(custom ? { custom } : {}),
    },
    mode: "Ignore",
    duplicateFields: [],
    warnings: [],
  });
  if (ofSubresource) return checked;
  const defaulted = core.strategyOf(row).default(checked);
  const storage = core.registry.storageOf(row);
  if (row.custom) return core.custom.versions.write(row, defaulted);
  return convertObject(defaulted, storage.group, storage.version);
}

/** `ValidatingWebhook` and CEL call them by these names alike. */
function attributesOf(
  core: ServerCore,
  request: AdmissionRequest,
  row: ResourceDefinition,
): JsonObject {
  const { target, operation, context } = request;
  const { definition, namespace, subresource } = target;
  const asked = subresource === "" ? {} : { requestSubResource: subresource };
  const isNamespace = definition.group === "" && definition.resource === "namespaces";
  const name = nameOf(request);
  const inNamespace = isNamespace ? name : namespace;
  return {
    uid: uuid(core.host.random),
    kind: { ...kindOf(row, subresource) },
    resource: { group: row.group, version: row.version, resource: row.resource },
    ...(subresource === "" ? {} : { subResource: subresource }),
    requestKind: { ...kindOf(definition, subresource) },
    requestResource: {
      group: definition.group,
      version: definition.version,
      resource: definition.resource,
    },
    ...asked,
    ...(name === "" ? {} : { name }),
    ...(inNamespace === "" ? {} : { namespace: inNamespace }),
    operation,
    userInfo: userOf(request),
    dryRun: context.dryRun,
    options: optionsOf(request),
  };
}

interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

function kindOf(row: ResourceDefinition, subresource: string): GroupVersionKind {
  const sub = row.subresources.find((candidate) => candidate.name === subresource);
  return {
    group: sub?.group ?? row.group,
    version: sub?.version ?? row.version,
    kind: sub?.kind ?? row.kind,
  };
}

function userOf({ context }: AdmissionRequest): JsonObject {
  const { name, uid, groups, extra } = context.user;
  return {
    username: name,
    ...(uid === undefined ? {} : { uid }),
    groups,
    ...(extra === undefined ? {} : { extra: extra }),
  };
}

const optionKinds = {
  CREATE: "CreateOptions",
  UPDATE: "UpdateOptions",
  DELETE: "DeleteOptions",
} as const;

function optionsOf({ operation, context }: AdmissionRequest): JsonObject | null {
  if (operation === "CONNECT") return null;
  return {
    kind: optionKinds[operation],
    apiVersion: "meta.k8s.io/v1",
    ...(context.dryRun ? { dryRun: ["All"] } : {}),
    ...(operation === "DELETE" ? {} : { fieldManager: context.fieldManager }),
  };
}
