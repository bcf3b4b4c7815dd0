/** Which form of discovery a client asks for, by its Accept header. */

export interface DiscoveryFormat {
  readonly format: "v2" | "v2beta1" | "legacy";
  /** For the answer: clients know aggregated discovery by it, letter for letter. */
  readonly contentType: string;
}

const legacy: DiscoveryFormat = { format: "legacy", contentType: "application/json" };
const jsonTypes: ReadonlySet<string> = new Set(["application/json", "application/*", "*/*"]);

/**
 * The first acceptable form by weight, then by order. Only `/api` and `/apis` have aggregated forms. Whoever accepts no
 * JSON at all gets legacy JSON: this server has no protobuf to answer with, and clients that ask for it read JSON too.
 */
export function negotiateDiscovery(accept: string | undefined): DiscoveryFormat {
  const clauses = (accept ?? "").split(",").map(parseClause);
  clauses.sort((a, b) => b.weight - a.weight);
  for (const { mediaType, parameters, weight } of clauses) {
    if (weight === 0 || !jsonTypes.has(mediaType)) continue;
    const as = parameters.get("as");
    if (as === undefined) return legacy;
    const version = parameters.get("v");
    if (as !== "APIGroupDiscoveryList" || parameters.get("g") !== "apidiscovery.k8s.io") continue;
    if (version === "v2" || version === "v2beta1") {
      return {
        format: version,
        contentType: `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`,
      };
    }
  }
  return legacy;
}

interface Clause {
  readonly mediaType: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly weight: number;
}

function parseClause(text: string): Clause {
  const [mediaType = "", ...rest] = text.split(";").map((part) => part.trim());
  const parameters = new Map<string, string>();
  for (const part of rest) {
    const [name = "", value = ""] = part.split("=");
    parameters.set(name.trim().toLowerCase(), value.trim().replaceAll('"', ""));
  }
  const weight = Number(parameters.get("q") ?? "1");
  return { mediaType: mediaType.toLowerCase(), parameters, weight: weight >= 0 ? weight : 0 };
}
