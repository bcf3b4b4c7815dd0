/** What is counted of validating policies: Dispatch and ErrorType of apiserver's pkg/admission/plugin/policy/validating, and its metrics. */
import { expect, test } from "vitest";
import { readMetrics } from "../metrics/text-format.ts";
import { api, configMap, policyServer, post, validating } from "./policy-fixture.ts";

policyServer();

const name = "apiserver_validating_admission_policy_check";

async function counted(policy: string) {
  const { body } = await api.call("GET", "/metrics");
  const families = readMetrics(body);
  const of = (family: string) =>
    (families.get(family)?.samples ?? []).filter(({ labels }) => labels["policy"] === policy);
  const bounds = of(`${name}_duration_seconds`).flatMap(({ labels }) => labels["le"] ?? []);
  expect([...new Set(bounds)].join(" ")).toBe(
    bounds.length === 0 ? "" : "5e-07 0.001 0.01 0.1 1 +Inf",
  );
  const observed = of(`${name}_duration_seconds`).filter((each) => each.name.endsWith("_count"));
  const totals = of(`${name}_total`).map(({ labels, value }) => {
    expect(labels["policy_binding"]).toBe(`${policy}-b`);
    return `${labels["enforcement_action"]} ${labels["error_type"]} ${value}`;
  });
  expect(observed.map(({ value }) => value)).toEqual(totals.map((text) => Number(text.at(-1))));
  return totals;
}

const named = { expression: "object.metadata.name != 'secret'", message: "secret is taken" };
const broken = { expression: "object.data.missing == 'a'" };

test("what holds is not counted, what is denied is", async () => {
  const policy = await validating({ validations: [named] });
  await post(configMap("fine"));
  expect(await counted(policy)).toEqual([]);
  await post(configMap("secret"));
  await post(configMap("secret"));
  expect(await counted(policy)).toEqual(["deny invalid_error 2"]);
});

test("each action that the binding wants", async () => {
  const policy = await validating(
    { validations: [named] },
    { validationActions: ["Warn", "Audit"] },
  );
  await post(configMap("secret"), "?dryRun=All");
  expect(await counted(policy)).toEqual(["audit invalid_error 1", "warn invalid_error 1"]);
});

test.each([
  ["Fail", "deny invalid_error 1"],
  ["Ignore", "allow invalid_error 1"],
])("what cannot be evaluated, where the failure policy is %s", async (failurePolicy, expected) => {
  const policy = await validating({ failurePolicy, validations: [broken] });
  await post(configMap("any"));
  expect(await counted(policy)).toEqual([expected]);
});

test("a request whose conditions cannot be evaluated", async () => {
  const matchConditions = [{ name: "broken", expression: broken.expression }];
  const policy = await validating({ matchConditions, validations: [named] });
  await post(configMap("any"));
  expect(await counted(policy)).toEqual(["deny invalid_error 1"]);
});

test("an audit annotation that fails", async () => {
  const auditAnnotations = [{ key: "broken", valueExpression: "string(object.data.missing)" }];
  const policy = await validating({ auditAnnotations });
  await post(configMap("any"));
  expect(await counted(policy)).toEqual(["deny invalid_error 1"]);
});
