/** What creation of a kind refuses, as one line an error; and the words of the formats of names. */
import { deepFreeze } from "../../../../src/api/json.ts";
import type { KubeObject } from "../../../../src/api/object.ts";
import type { FieldError } from "../../../../src/api/status.ts";
import { strategyFor } from "../../../../src/api/strategy/registry.ts";
import { resourceOf, sampleOf } from "../strategy/samples.ts";

export type Body = Record<string, unknown>;
/** `expected`: what `refused` gives for `body`. */
export type RefusalRow = readonly [name: string, body: Body, expected: readonly string[]];

/** `FieldValueInvalid spec.a: Invalid value: 1: ...`, one line an error. */
export function lines(errors: readonly FieldError[]): readonly string[] {
  return errors.map(({ type, field, message }) => `${type} ${field}: ${message}`);
}

export function refused(kind: string, body: Body, group?: string): readonly string[] {
  const definition = resourceOf(kind, group);
  const strategy = strategyFor(definition);
  const sample = sampleOf(definition);
  const metadata = { ...sample.metadata, ...(body["metadata"] as Body | undefined) };
  const object = deepFreeze({ ...sample, ...body, metadata }) as KubeObject;
  return lines(strategy.validateCreate(strategy.prepareForCreate(strategy.default(object))));
}

export const subdomain =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
export const label =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
export const labelValue =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
export const labelName =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
