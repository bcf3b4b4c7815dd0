/** The media types that operations read and write, in the order in which OpenAPI v2 lists them. */

export interface Media {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

const json = "application/json";
const yaml = "application/yaml";
const protobuf = "application/vnd.kubernetes.protobuf";
const anything = ["*/*"];
const objects = [json, yaml, protobuf];
const streams = [`${json};stream=watch`, `${protobuf};stream=watch`];
const strategicPatch = "application/strategic-merge-patch+json";
const patches = [
  "application/json-patch+json",
  "application/merge-patch+json",
  strategicPatch,
  "application/apply-patch+yaml",
];

export const media = {
  objects: { reads: anything, writes: objects },
  lists: { reads: anything, writes: [...objects, ...streams] },
  patch: { reads: patches, writes: objects },
  custom: { reads: [json, yaml], writes: [json, yaml] },
  customPatch: { reads: patches.filter((type) => type !== strategicPatch), writes: [json, yaml] },
  logs: { reads: anything, writes: ["text/plain", ...objects] },
  connect: { reads: anything, writes: anything },
  documents: { reads: objects, writes: objects },
  /** Of the server itself. */
  json: { reads: [json], writes: [json] },
  issuer: { reads: [], writes: [json] },
  keys: { reads: [], writes: ["application/jwk-set+json"] },
} as const satisfies Readonly<Record<string, Media>>;
