/** Numbers in integers' places, as Go's decoder reads their digits (sigs.k8s.io/json, decode_test.go). */
import { describe, expect, it, test } from "vitest";
import { decodeBody } from "../../../../src/api/decode/body.ts";
import { checkFields } from "../../../../src/api/decode/check-fields.ts";
import { schemaOf } from "../../../../src/api/schema/built-in.ts";
import { StatusError } from "../../../../src/api/status.ts";

function read(kind: string, body: string): unknown {
  const schema = schemaOf(`io.k8s.api.${kind}`);
  if (schema === undefined) throw new Error(`no schema ${kind}`);
  const { object, oddNumbers } = decodeBody(new TextEncoder().encode(body), "application/json");
  return checkFields(object, schema, { oddNumbers }).object;
}

function refusalOf(kind: string, body: string): string {
  try {
    read(kind, body);
  } catch (error) {
    if (error instanceof StatusError) return `${error.code} ${error.message}`;
    throw error;
  }
  return "taken";
}

const deployment = (replicas: string): string =>
  `{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"1.0, 2"},"spec":{"replicas":${replicas}}}`;
const intoReplicas = (text: string): string =>
  `400 Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal number ${text} into Go struct field DeploymentSpec.spec.replicas of type int32`;

test.each(["1.0", "1.5", "1e3", "1E0", "-2.50", "0.0", "2147483648", "9".repeat(40), "1e400"])(
  "%s is no int32",
  (text) => {
    expect(refusalOf("apps.v1.Deployment", deployment(text))).toBe(intoReplicas(text));
  },
);

test.each([["0"], ["-0"], ["2147483647"], ["-1"]])("%s is an int32", (text) => {
  expect(refusalOf("apps.v1.Deployment", deployment(text))).toBe("taken");
});

const pod = (field: string): string => `{"apiVersion":"v1","kind":"Pod","spec":{${field}}}`;
const seconds = "PodSpec.spec.terminationGracePeriodSeconds of type int64";

test.each([
  ["9223372036854775807", "taken"],
  ["-9223372036854775808", "taken"],
  ["9223372036854775808", `number 9223372036854775808 into Go struct field ${seconds}`],
  ["-9223372036854775809", `number -9223372036854775809 into Go struct field ${seconds}`],
  ["30.0", `number 30.0 into Go struct field ${seconds}`],
])("%s as an int64: %s", (text, why) => {
  const answer = refusalOf("core.v1.Pod", pod(`"terminationGracePeriodSeconds":${text}`));
  expect(answer.endsWith(why)).toBe(true);
});

describe("a number with a fraction", () => {
  it("is no port by number, in a type that does not know its field", () => {
    const body =
      '{"apiVersion":"v1","kind":"Service","spec":{"ports":[{"port":80,"targetPort":80.0}]}}';
    expect(refusalOf("core.v1.Service", body)).toBe(
      '400 Service in version "v1" cannot be handled as a Service: json: cannot unmarshal number 80.0 into Go value of type int32',
    );
  });

  it("is a quantity all the same", () => {
    const resources = '"containers":[{"name":"c","resources":{"limits":{"cpu":1.50}}}]';
    expect(refusalOf("core.v1.Pod", pod(resources))).toBe("taken");
  });

  it("means nothing inside of a string", () => {
    expect(refusalOf("core.v1.Pod", pod('"nodeName":"a:1.0,[2.5"'))).toBe("taken");
  });

  it.each([
    ["web:1.2", "1.0"],
    ["web:1.2", "8e1"],
    ['quoted \\"a\\": 1.5 \\\\', "2.5 "],
    ["\\\\", "12345678901234567"],
  ])("is found beside strings that look like it: %s", (image, port) => {
    const ports = `"containers":[{"image":"${image}","name":"a","ports":[{"containerPort":${port}}]}]`;
    expect(refusalOf("core.v1.Pod", pod(ports))).toContain(`number ${port.trim()} into Go struct`);
    const alone = decodeBody(
      new TextEncoder().encode(pod(`"containers":[{"image":"${image}"}]`)),
      "application/json",
    );
    expect(alone.oddNumbers).toBeUndefined();
  });

  it("is found within lists and maps, by its field", () => {
    const body = pod('"containers":[{"name":"a"},{"name":"b","ports":[{"containerPort":8e1}]}]');
    expect(refusalOf("core.v1.Pod", body)).toMatch(
      /cannot unmarshal number 8e1 into Go struct field ContainerPort\.spec\.containers\.ports\.containerPort of type int32$/,
    );
  });
});
