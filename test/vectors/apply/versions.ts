/**
 * structured-merge-diff, merge/multiple_appliers_test.go: TestMultipleAppliersFieldUnsetting. The fields of its type carry
 * the name of the version (`scalarField_v1`); each row holds for every choice of three versions.
 */
import { apply, update, type Shape, type Vector } from "./vector.ts";

export const versionNames = ["v1", "v2", "v3"] as const;

export function versionShape(version: string): Shape {
  return {
    struct: {
      struct: {
        struct: {
          name: "string",
          [`scalarField_${version}`]: "string",
          [`complexField_${version}`]: { struct: { name: "string" } },
        },
      },
    },
  };
}

export function unsetting(first: string, second: string, third: string): readonly Vector[] {
  const [one, two, three] = [first, second, third].map((version) => ({ version }));
  const scalar = (version: string, value = "a"): string => `scalarField_${version}: ${value}`;
  const complex = (version: string): string => `complexField_${version}: {name: b}`;
  return [
    {
      name: "unset_scalar_sole_owner",
      steps: [
        apply("apply-one", `{struct: {name: a, ${scalar(first)}}}`, one),
        apply("apply-one", "{struct: {name: a}}", two),
      ],
      object: "{struct: {name: a}}",
      managed: { "apply-one": [second, ".struct.name"] },
    },
    {
      name: "unset_scalar_shared_with_applier",
      steps: [
        apply("apply-one", `{struct: {name: a, ${scalar(first)}}}`, one),
        apply("apply-two", `{struct: {${scalar(second)}}}`, two),
        apply("apply-one", "{struct: {name: a}}", three),
      ],
      object: `{struct: {name: a, ${scalar(third)}}}`,
      managed: {
        "apply-one": [third, ".struct.name"],
        "apply-two": [second, `.struct.scalarField_${second}`],
      },
    },
    {
      name: "unset_scalar_shared_with_updater",
      steps: [
        update("updater", `{struct: {name: a, ${scalar(first)}}}`, one),
        apply("applier", `{struct: {name: a, ${scalar(second)}}}`, two),
        apply("applier", "{struct: {name: a}}", three),
      ],
      object: `{struct: {name: a, ${scalar(third)}}}`,
    },
    {
      name: "updater_claims_field",
      steps: [
        apply("applier", `{struct: {name: a, ${scalar(first)}}}`, one),
        update("updater", `{struct: {name: a, ${scalar(second, "b")}}}`, two),
      ],
      object: `{struct: {name: a, ${scalar(third, "b")}}}`,
      managed: {
        updater: [second, `.struct.scalarField_${second}`],
        applier: [first, ".struct.name"],
      },
    },
    {
      name: "unset_complex_sole_owner",
      steps: [
        apply("apply-one", `{struct: {name: a, ${complex(first)}}}`, one),
        apply("apply-one", "{struct: {name: a}}", two),
      ],
      object: "{struct: {name: a}}",
      managed: { "apply-one": [second, ".struct.name"] },
    },
    {
      name: "unset_complex_shared_with_applier",
      steps: [
        apply("apply-one", `{struct: {name: a, ${complex(first)}}}`, one),
        apply("apply-two", `{struct: {${complex(second)}}}`, two),
        apply("apply-one", "{struct: {name: a}}", three),
      ],
      object: `{struct: {name: a, ${complex(third)}}}`,
      managed: {
        "apply-one": [third, ".struct.name"],
        "apply-two": [second, `.struct.complexField_${second}.name`],
      },
    },
  ];
}
