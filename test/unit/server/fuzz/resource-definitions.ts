/** The definitions of built-in kinds by `apiVersion kind`, for the fuzz tests to know messages by. */
import { apiVersionOf } from "../../../../src/api/object.ts";
import { builtInResources } from "../../../../src/api/resources.ts";

export const resourceDefinitions: ReadonlyMap<string, string> = new Map(
  builtInResources.map((resource) => [
    `${apiVersionOf(resource)} ${resource.kind}`,
    resource.definition,
  ]),
);
