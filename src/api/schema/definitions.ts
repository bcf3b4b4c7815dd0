/** Access to the extracted OpenAPI definitions: structure at once, texts (only OpenAPI shows them) when they are asked for. */
import { schemaHash, structureJson } from "../generated/structure.ts";

/** Marks the content of all definitions and their texts: another one, another schema. */
export const definitionsHash: string = schemaHash;

/** One node of a definition; the subset of OpenAPI that Kubernetes' own definitions use. */
export interface DefinitionNode {
  readonly $ref?: string;
  readonly type?: "string" | "integer" | "number" | "boolean" | "object" | "array";
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly items?: DefinitionNode;
  readonly additionalProperties?: DefinitionNode;
}

export interface Definition {
  readonly type?: DefinitionNode["type"];
  readonly format?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, DefinitionNode>>;
  /** Set on the top-level kinds. */
  readonly gvk?: { readonly group: string; readonly version: string; readonly kind: string };
}

/** Texts of a definition: its own under `""`, its fields' under their names. */
export type DefinitionTexts = Readonly<Record<string, string>>;

let structure: ReadonlyMap<string, Definition> | undefined;
let texts: Promise<ReadonlyMap<string, DefinitionTexts>> | undefined;

/** Every definition by its key, `io.k8s.api.apps.v1.Deployment`. Parsed at the first call. */
export function definitions(): ReadonlyMap<string, Definition> {
  structure ??= new Map(Object.entries(JSON.parse(structureJson) as Record<string, Definition>));
  return structure;
}

/** The descriptions of every definition. Loaded at the first call. */
export function definitionTexts(): Promise<ReadonlyMap<string, DefinitionTexts>> {
  texts ??= import("../generated/descriptions.ts").then(
    ({ descriptionsJson }) =>
      new Map(Object.entries(JSON.parse(descriptionsJson) as Record<string, DefinitionTexts>)),
  );
  return texts;
}

let kinds: ReadonlyMap<string, string> | undefined;

/**
 * The definition of a kind by what its objects say: `("apps/v1", "Deployment")`. Kinds that every group version has
 * (DeleteOptions) are found in any. Undefined when no built-in is called that.
 */
export function definitionOfKind(apiVersion: string, kind: string): string | undefined {
  kinds ??= new Map(
    [...definitions()].flatMap(([name, { gvk }]): [string, string][] =>
      gvk === undefined
        ? []
        : [[`${gvk.group === "" ? "" : `${gvk.group}/`}${gvk.version} ${gvk.kind}`, name]],
    ),
  );
  if (kind === "DeleteOptions") return "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions";
  return kinds.get(`${apiVersion} ${kind}`);
}
