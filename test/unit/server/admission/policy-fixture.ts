/** A server for the tests of admission policies, and policies that are bound to the namespace of one test. */
import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import { startApiOnly, type ApiOnly, type Answer } from "../../../fixtures/api-only.ts";

export const registration = "/apis/admissionregistration.k8s.io/v1";
export let api: ApiOnly;
export let namespace = "";
export let count = 0;

/** Starts one server for the tests of a file, and a namespace of its own for each of them. */
export function policyServer(): void {
  beforeAll(async () => {
    api = await startApiOnly();
  });
  afterAll(() => api.stop());
  beforeEach(async () => {
    namespace = `policy-${++count}`;
    await created("/api/v1/namespaces", {
      metadata: { name: namespace, labels: { case: `c${count}` } },
    });
  });
}

export const configMapRules = [
  {
    apiGroups: [""],
    apiVersions: ["v1"],
    operations: ["CREATE", "UPDATE", "DELETE"],
    resources: ["configmaps"],
  },
];

/** Nothing is mutated that is deleted. */
export const writeRules = configMapRules.map((rule) => ({
  ...rule,
  operations: ["CREATE", "UPDATE"],
}));

export async function created(path: string, body: unknown): Promise<Answer> {
  const answer = await api.call("POST", path, body);
  expect(answer.body.message ?? "").toBe("");
  expect(answer.status).toBe(201);
  return answer;
}

export async function validating(spec: object, binding: object = {}): Promise<string> {
  const name = namespace;
  await created(`${registration}/validatingadmissionpolicies`, {
    metadata: { name },
    spec: { matchConstraints: { resourceRules: configMapRules }, ...spec },
  });
  await created(`${registration}/validatingadmissionpolicybindings`, {
    metadata: { name: `${name}-b` },
    spec: {
      policyName: name,
      validationActions: ["Deny"],
      matchResources: { namespaceSelector: { matchLabels: { case: `c${count}` } } },
      ...binding,
    },
  });
  return name;
}

export async function mutating(spec: object): Promise<string> {
  const name = namespace;
  await created(`${registration}/mutatingadmissionpolicies`, {
    metadata: { name },
    spec: {
      reinvocationPolicy: "Never",
      matchConstraints: { resourceRules: writeRules },
      ...spec,
    },
  });
  await created(`${registration}/mutatingadmissionpolicybindings`, {
    metadata: { name: `${name}-b` },
    spec: {
      policyName: name,
      matchResources: { namespaceSelector: { matchLabels: { case: `c${count}` } } },
    },
  });
  return name;
}

export const configMap = (name: string, data: Record<string, string> = {}, labels = {}) => ({
  metadata: { name, labels },
  data,
});
export const post = (body: object, query = "") =>
  api.call("POST", `/api/v1/namespaces/${namespace}/configmaps${query}`, body);
