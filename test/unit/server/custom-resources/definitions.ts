/** Definitions for tests, to be changed as they like. */
import type { Body } from "../../../fixtures/api-only.ts";

export const definitionsPath = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

/** Kubernetes' own example, with everything that a version may have. */
export function crontabs({ group = "stable.example.com", plural = "crontabs" } = {}): Body {
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: "Namespaced",
      names: { plural, singular: plural.slice(0, -1), kind: "CronTab", shortNames: ["ct"] },
      versions: [
        {
          name: "v1",
          served: true,
          storage: true,
          schema: { openAPIV3Schema: crontabSchema() },
          subresources: {
            status: {},
            scale: {
              specReplicasPath: ".spec.replicas",
              statusReplicasPath: ".status.replicas",
              labelSelectorPath: ".status.labelSelector",
            },
          },
          additionalPrinterColumns: [
            { name: "Spec", type: "string", jsonPath: ".spec.cronSpec" },
            { name: "Replicas", type: "integer", jsonPath: ".spec.replicas" },
          ],
          selectableFields: [{ jsonPath: ".spec.cronSpec" }],
        },
      ],
    },
  };
}

function crontabSchema(): Body {
  return {
    type: "object",
    properties: {
      spec: {
        type: "object",
        required: ["cronSpec"],
        properties: {
          cronSpec: { type: "string" },
          image: { type: "string" },
          replicas: { type: "integer", minimum: 1, maximum: 10, default: 1 },
        },
      },
      status: {
        type: "object",
        properties: { replicas: { type: "integer" }, labelSelector: { type: "string" } },
      },
    },
  };
}

/** A kind of two versions that call the same field by other names. */
export function twoVersions(conversion: object): Body {
  const version = (name: string, field: string, storage: boolean): Body => ({
    name,
    served: true,
    storage,
    schema: {
      openAPIV3Schema: {
        type: "object",
        properties: {
          spec: {
            type: "object",
            properties: { [field]: { type: "string" }, plain: { type: "string" } },
          },
        },
      },
    },
  });
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: "things.example.com" },
    spec: {
      group: "example.com",
      scope: "Cluster",
      names: { plural: "things", kind: "Thing" },
      versions: [version("v1", "hostPort", true), version("v2", "address", false)],
      conversion,
    },
  };
}
