/** Defaults an object of a kind and shows what came of it, without name, kind and version. */
import { deepFreeze } from "../../../../src/api/json.ts";
import { schemaOf } from "../../../../src/api/schema/built-in.ts";
import { strategyFor } from "../../../../src/api/strategy/registry.ts";
import { typedForm } from "../../../../src/api/typed-form/typed-form.ts";
import { resourceOf } from "../strategy/samples.ts";

export type Body = Record<string, unknown>;

export function defaulted(kind: string, body: Body, group?: string): Body {
  const metadata = { name: "a", ...(body["metadata"] as Body | undefined) };
  const object = deepFreeze({ apiVersion: "v1", kind, ...body, metadata });
  const {
    apiVersion: _v,
    kind: _k,
    metadata: after,
    ...rest
  } = strategyFor(resourceOf(kind, group)).default(object) as unknown as Body & { metadata: Body };
  const { name: _name, ...others } = after;
  return Object.keys(others).length > 0 ? { metadata: others, ...rest } : rest;
}

/** `body` with what its Go type writes beside it: structs that nobody set. */
export function inForm(kind: string, body: Body, group?: string): Body {
  const schema = schemaOf(resourceOf(kind, group).definition);
  if (!schema) throw new Error(`no schema for ${kind}`);
  return typedForm(body, schema);
}

export const filledContainer = {
  name: "c",
  image: "a:1",
  imagePullPolicy: "IfNotPresent",
  terminationMessagePath: "/dev/termination-log",
  terminationMessagePolicy: "File",
  resources: {},
};
export const filledTemplateSpec = {
  dnsPolicy: "ClusterFirst",
  restartPolicy: "Always",
  schedulerName: "default-scheduler",
  securityContext: {},
  terminationGracePeriodSeconds: 30,
};
export const template = { spec: { containers: [{ name: "c", image: "a:1" }] } };
export const filledTemplate = { spec: { containers: [filledContainer], ...filledTemplateSpec } };
