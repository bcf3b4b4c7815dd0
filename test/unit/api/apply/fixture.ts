/** Deployments, ConfigMaps and writers for the tests of field ownership, over the built-in schema. */
import { apply, type ApplyWrite } from "../../../../src/api/apply/apply.ts";
import { updateManagedFields } from "../../../../src/api/apply/update.ts";
import { deepFreeze } from "../../../../src/api/json.ts";
import type { KubeObject } from "../../../../src/api/object.ts";
import { schemaOf } from "../../../../src/api/schema/built-in.ts";
import type { TypeSchema } from "../../../../src/api/schema/type-schema.ts";

export const day = (number: number): string => `2026-01-0${number}T00:00:00Z`;

function schema(definition: string): TypeSchema {
  const found = schemaOf(definition);
  if (found === undefined) throw new Error(`no schema ${definition}`);
  return found;
}

const schemas: Readonly<Record<string, TypeSchema>> = {
  Deployment: schema("io.k8s.api.apps.v1.Deployment"),
  ConfigMap: schema("io.k8s.api.core.v1.ConfigMap"),
  Service: schema("io.k8s.api.core.v1.Service"),
  Pod: schema("io.k8s.api.core.v1.Pod"),
  ReplicationController: schema("io.k8s.api.core.v1.ReplicationController"),
  ServiceAccount: schema("io.k8s.api.core.v1.ServiceAccount"),
};

/** Any object of a kind, read from what a manifest would say. */
export function object(kind: string, body: object, metadata: object = {}): KubeObject {
  const apiVersion = kind === "Deployment" ? "apps/v1" : "v1";
  const named = { name: "x", namespace: "default", ...metadata };
  return deepFreeze({ apiVersion, kind, metadata: named, ...body });
}

export function configMap(data: Record<string, string>, metadata: object = {}): KubeObject {
  return object("ConfigMap", { data }, metadata);
}

export interface Writer {
  readonly manager: string;
  readonly now?: string;
  readonly force?: boolean;
  readonly subresource?: string;
  readonly resetFields?: readonly (readonly string[])[];
}

function writeOf(target: KubeObject, writer: Writer): ApplyWrite {
  return {
    schema: schemas[target.kind] as TypeSchema,
    apiVersion: target.apiVersion,
    manager: writer.manager,
    nowRfc3339: writer.now ?? day(1),
    force: writer.force ?? false,
    subresource: writer.subresource,
    resetFields: writer.resetFields,
  };
}

/** An ordinary write, frozen as the store has it. */
export function update(live: KubeObject | undefined, next: KubeObject, writer: Writer): KubeObject {
  return deepFreeze(updateManagedFields(live, next, writeOf(next, writer)));
}

export function applied(
  live: KubeObject | undefined,
  config: KubeObject,
  writer: Writer,
): KubeObject {
  return deepFreeze(apply(live, config, writeOf(config, writer)));
}

/** Who owns what, briefly: `{ "kubectl Update": {...fieldsV1} }`, `kubectl Update status` through a subresource. */
export function owners(target: KubeObject): Record<string, unknown> {
  return Object.fromEntries(
    (target.metadata.managedFields ?? []).map((entry) => [
      [entry.manager, entry.operation, entry.subresource].filter(Boolean).join(" "),
      entry.fieldsV1,
    ]),
  );
}

/** `object` without its managedFields, as plain JSON. */
export function content(target: KubeObject): unknown {
  const { managedFields: _owners, ...metadata } = target.metadata;
  return { ...target, metadata };
}
