/** Writes of the core group against the published rows: each error with its type, its path and its words in its order, and each warning. */
import { describe, expect, test } from "vitest";
import { checkFields } from "../../../../src/api/decode/check-fields.ts";
import { deepFreeze } from "../../../../src/api/json.ts";
import type { KubeObject, Stored } from "../../../../src/api/object.ts";
import { schemaOf } from "../../../../src/api/schema/built-in.ts";
import type { TypeSchema } from "../../../../src/api/schema/type-schema.ts";
import type { FieldError } from "../../../../src/api/status.ts";
import { strategyFor } from "../../../../src/api/strategy/registry.ts";
import type { ServerCore, Target } from "../../../../src/server/core.ts";
import {
  identified,
  metadataForCreate,
  metadataForUpdate,
} from "../../../../src/server/operations/metadata.ts";
import { mainPart, statusPart, type UpdatePart } from "../../../../src/server/operations/update.ts";
import { finalizePart } from "../../../../src/server/subresources/finalize.ts";
import { configuration } from "../../../vectors/validation/configuration.ts";
import { metadata } from "../../../vectors/validation/metadata.ts";
import { oddValues } from "../../../vectors/validation/odd-values.ts";
import { podContainers } from "../../../vectors/validation/pod-containers.ts";
import { podUpdates } from "../../../vectors/validation/pod-updates.ts";
import { podVolumes } from "../../../vectors/validation/pod-volumes.ts";
import { podWarnings } from "../../../vectors/validation/pod-warnings.ts";
import { pods } from "../../../vectors/validation/pods.ts";
import { services } from "../../../vectors/validation/services.ts";
import { storage } from "../../../vectors/validation/storage.ts";
import type { Row } from "../../../vectors/rows.ts";
import { rowsOf, type Section } from "../../../vectors/validation/vector.ts";
import { resourceOf } from "../../api/strategy/samples.ts";

const core = {
  strategyOf: strategyFor,
  registry: { storageOf: (definition: unknown) => definition },
  host: {
    random: { float: () => 0.5, bytes: (length: number) => new Uint8Array(length) },
    clock: { nowMs: () => 0 },
  },
} as unknown as ServerCore;

/** What the first word of a message says of the type of its error. */
const types: Readonly<Record<string, string>> = {
  "Invalid value": "FieldValueInvalid",
  "Required value": "FieldValueRequired",
  "Unsupported value": "FieldValueNotSupported",
  "Duplicate value": "FieldValueDuplicate",
  Forbidden: "FieldValueForbidden",
  "Not found": "FieldValueNotFound",
  "Too long": "FieldValueTooLong",
  "Too many": "FieldValueTooMany",
  "Internal error": "InternalError",
};

function linesOf(errors: readonly FieldError[], warnings: readonly string[]): readonly string[] {
  for (const { type, message } of errors) {
    expect([message, type]).toEqual([message, types[/^[^:]+/.exec(message)?.[0] ?? ""]]);
  }
  return [
    ...errors.map(({ field, message }) => `! ${field}: ${message}`),
    ...(errors.length > 0 ? [] : warnings.map((text) => `~ ${text}`)),
  ];
}

function decoded({ definition }: Target, body: object): KubeObject {
  const raw = { apiVersion: "v1", kind: definition.kind, ...body };
  return deepFreeze<unknown>(
    checkFields(raw, schemaOf(definition.definition) as TypeSchema).object,
  ) as KubeObject;
}

function createdWith(target: Target, row: Row): readonly string[] {
  const strategy = strategyFor(target.definition);
  const sent = strategy.default(decoded(target, row.sent));
  const object = identified(core.host, metadataForCreate(target, sent));
  const early = strategy.creationWarnings?.(object) ?? [];
  const prepared = strategy.prepareForCreate(object);
  const errors = strategy.validateCreate(prepared, { group: "", version: "v1" });
  return linesOf(
    errors,
    errors.length > 0 ? [] : [...early, ...strategy.warnings(prepared, undefined)],
  );
}

function partOf(target: Target): UpdatePart | undefined {
  if (target.subresource === "") return mainPart(core, target);
  if (target.subresource === "status") return statusPart(core, target);
  return finalizePart(core, target);
}

function updatedWith(target: Target, row: Row): readonly string[] {
  const part = partOf(target);
  const { default: defaulted } = strategyFor(target.definition);
  const previous = deepFreeze(defaulted(decoded(target, row.stored))) as Stored<KubeObject>;
  const sent = defaulted(metadataForUpdate(target, decoded(target, row.sent), previous));
  const prepared = part?.prepare(sent, previous) ?? sent;
  const next = metadataForUpdate(target, prepared, previous);
  const errors = part?.validate(next, previous) ?? [];
  return linesOf(errors, errors.length > 0 ? [] : (part?.warnings?.(next, previous) ?? []));
}

function targetOf({ kind, write }: Section, { stored }: Row): Target {
  const { name = "", namespace = "" } = stored["metadata"] as KubeObject["metadata"];
  const subresource = write === "create" || write === "update" ? "" : write;
  return { definition: resourceOf(kind), name, namespace, subresource };
}

const sections = [
  ...pods,
  ...podContainers,
  ...podVolumes,
  ...podUpdates,
  ...podWarnings,
  ...services,
  ...storage,
  ...configuration,
  ...oddValues,
  ...metadata,
];

describe.each(sections.map((section) => [section.write, section.kind, section] as const))(
  "%s %s",
  (write, _, section) => {
    test.each(rowsOf(section).map((row) => [row.title, row] as const))("%s", (_title, row) => {
      const target = targetOf(section, row);
      const lines = write === "create" ? createdWith(target, row) : updatedWith(target, row);
      expect(lines).toEqual(row.expected);
    });
  },
);
