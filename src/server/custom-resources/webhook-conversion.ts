/**
 * Conversion between the versions of a custom resource: by name alone, or by the definition's webhook (ConversionReview). Follows
 * apiextensions-apiserver, pkg/apiserver/conversion.
 */
import type { WebhookConversion } from "../../api/generated/types.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../api/json.ts";
import type { KubeObject } from "../../api/object.ts";
import { jsonEqual } from "../../api/patch/members.ts";
import { internalError } from "../../api/status.ts";
import { uuid, type Host } from "../../host/host.ts";
import type { CustomKind } from "./custom-kind.ts";
import type { Convert } from "./versions.ts";
import { ConversionFault, postToWebhook, type WebhookCaller } from "./webhook-call.ts";

/** Versions of ConversionReview that this server speaks, in order of the definition's own preference. */
const reviewVersions: ReadonlySet<string> = new Set(["v1", "v1beta1"]);

/** Converts by what a definition says: `None` changes the version's name, `Webhook` asks. */
export function converter(host: Host, caller: WebhookCaller): Convert {
  return (kind, objects, to) => {
    const { conversion } = kind.crd.spec;
    const foreign = objects.filter(({ apiVersion }) => apiVersion !== to);
    if (foreign.length === 0) return objects;
    checkVersions(kind, foreign, to);
    if (conversion?.strategy !== "Webhook" || !conversion.webhook) {
      return objects.map((object) => ({ ...object, apiVersion: to }));
    }
    return askWebhook({ host, caller, webhook: conversion.webhook }, objects, to);
  };
}

async function askWebhook(
  by: { readonly host: Host; readonly caller: WebhookCaller; readonly webhook: WebhookConversion },
  objects: readonly KubeObject[],
  to: string,
): Promise<readonly KubeObject[]> {
  const { host, caller, webhook } = by;
  const version = webhook.conversionReviewVersions.find((name) => reviewVersions.has(name));
  if (version === undefined) throw internalError("no supported conversion review versions");
  const sent = objects.filter(({ apiVersion }) => apiVersion !== to);
  const uid = uuid(host.random);
  const review: JsonObject = {
    kind: "ConversionReview",
    apiVersion: `apiextensions.k8s.io/${version}`,
    request: { uid, desiredAPIVersion: to, objects: sent as unknown as readonly JsonValue[] },
  };
  const about = `conversion webhook for ${describe(sent[0] as KubeObject)}`;
  let converted: readonly JsonValue[];
  try {
    converted = convertedObjects(await postToWebhook(caller, webhook, review), { version, uid });
  } catch (error) {
    if (!(error instanceof ConversionFault)) throw error;
    throw internalError(`${about} failed: ${error.message}`, error);
  }
  return merge(objects, converted, { about, to });
}

/** Go's way of printing a GroupVersionKind. */
function describe({ apiVersion, kind }: KubeObject): string {
  return `${apiVersion}, Kind=${kind}`;
}

function checkVersions(kind: CustomKind, objects: readonly KubeObject[], to: string): void {
  const { group, versions } = kind.crd.spec;
  const valid = new Set(versions.map(({ name }) => `${group}/${name}`));
  if (!valid.has(to)) {
    throw internalError(`request to convert CR to an invalid group/version: ${to}`);
  }
  const odd = objects.find(({ apiVersion }) => !valid.has(apiVersion));
  if (odd) {
    throw internalError(`request to convert CR from an invalid group/version: ${odd.apiVersion}`);
  }
}

function convertedObjects(
  answer: JsonValue,
  { version, uid }: { readonly version: string; readonly uid: string },
): readonly JsonValue[] {
  const review = isJsonObject(answer) ? answer : {};
  const { apiVersion, kind, response } = review;
  const expected = `apiextensions.k8s.io/${version}`;
  if (version === "v1" && (apiVersion !== expected || kind !== "ConversionReview")) {
    const got = `${String(apiVersion ?? "")}, Kind=${String(kind ?? "")}`;
    throw new ConversionFault(
      `expected webhook response of ${expected}, Kind=ConversionReview, got ${got}`,
    );
  }
  if (!isJsonObject(response)) throw new ConversionFault("no response provided");
  if (version === "v1" && response["uid"] !== uid) {
    const got = JSON.stringify(response["uid"] ?? "");
    throw new ConversionFault(`expected response.uid=${JSON.stringify(uid)}, got ${got}`);
  }
  const result = isJsonObject(response["result"]) ? response["result"] : {};
  if (result["status"] !== "Success") {
    const { message } = result;
    if (typeof message === "string" && message !== "") throw new ConversionFault(message);
    const status = String(result["status"] ?? "");
    throw new ConversionFault(`response.result.status was '${status}', not 'Success'`);
  }
  const list = response["convertedObjects"];
  return Array.isArray(list) ? (list as readonly JsonValue[]) : [];
}

/** The answer's objects at the places of those that were sent, with the metadata that a webhook may not change. */
function merge(
  objects: readonly KubeObject[],
  converted: readonly JsonValue[],
  { about, to }: { readonly about: string; readonly to: string },
): readonly KubeObject[] {
  const sent = objects.filter(({ apiVersion }) => apiVersion !== to);
  if (converted.length !== sent.length) {
    throw internalError(`${about} returned ${converted.length} objects, expected ${sent.length}`);
  }
  let next = 0;
  return objects.map((original) => {
    if (original.apiVersion === to) return original;
    const at = next++;
    const refuse = (why: string) =>
      internalError(`${about} returned invalid converted object at index ${at}: ${why}`);
    const object = converted[at];
    if (!isJsonObject(object)) throw refuse("not an object");
    const { apiVersion, kind } = object;
    if (apiVersion !== to) {
      const got = String(apiVersion ?? "");
      throw refuse(`invalid groupVersion (expected ${to}, received ${got})`);
    }
    if (kind !== original.kind) {
      const got = String(kind ?? "");
      throw refuse(`invalid kind (expected ${original.kind}, received ${got})`);
    }
    const why = changedIdentity(object, original);
    if (why !== undefined) throw refuse(why);
    return restoreMetadata(object, original, (what) =>
      internalError(`${about} returned invalid metadata in object at index ${at}: ${what}`),
    );
  });
}

function changedIdentity(object: JsonObject, original: KubeObject): string | undefined {
  const metadata = isJsonObject(object["metadata"]) ? object["metadata"] : {};
  const fields = [
    ["name", "name"],
    ["namespace", "namespace"],
    ["uid", "UID"],
  ] as const;
  for (const [field, shown] of fields) {
    const expected = original.metadata[field] ?? "";
    const got = metadata[field] ?? "";
    if (got !== expected) return `must have the same ${shown}: ${expected} != ${String(got)}`;
  }
  return undefined;
}

/** Labels and annotations may be converted; all other metadata stays. */
function restoreMetadata(
  object: JsonObject,
  original: KubeObject,
  refuse: (what: string) => Error,
): KubeObject {
  const given = object["metadata"];
  if (given === undefined) throw refuse("missing metadata in converted object");
  if (!isJsonObject(given)) throw refuse("invalid metadata in converted object");
  const { labels: _labels, annotations: _annotations, ...metadata } = original.metadata;
  const kept: Record<string, JsonValue> = {};
  for (const field of ["labels", "annotations"] as const) {
    const values = given[field];
    if (values === undefined || values === null) continue;
    if (!isJsonObject(values)) throw refuse(`invalid metadata.${field} in converted object`);
    for (const [key, value] of Object.entries(values)) {
      if (typeof value === "string") continue;
      throw refuse(`metadata.${field}[${key}] must be a string in converted object`);
    }
    const before = original.metadata[field];
    kept[field] = before && jsonEqual(values, before) ? before : values;
  }
  return { ...object, metadata: { ...metadata, ...kept } } as unknown as KubeObject;
}
