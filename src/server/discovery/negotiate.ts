/** Which form of discovery a client asks for, by its Accept header (apiserver, pkg/endpoints/discovery/aggregated). */
import { checkRouted, nothingAcceptable, plainFormat } from "../http/accept.ts";
import { type AcceptedForm, firstAcceptable, mediaTypeOf } from "../http/accept-clauses.ts";

export interface DiscoveryFormat {
  readonly format: "v2" | "v2beta1" | "legacy";
  readonly encoding: AcceptedForm;
  /** For the answer: clients know aggregated discovery by it, letter for letter. */
  readonly contentType: string;
}

/**
 * What asks for aggregated discovery comes before what does not, whatever their order; only `/api` and `/apis` have it. Throws 406,
 * worded by who answers: what is built in has routes.
 */
export function negotiateDiscovery(
  accept: string | undefined,
  { isRoot, hasRoute }: { readonly isRoot: boolean; readonly hasRoute: boolean },
): DiscoveryFormat {
  if (hasRoute) checkRouted(accept);
  const aggregated = isRoot ? aggregatedFormat(accept) : undefined;
  if (aggregated) return aggregated;
  const encoding = plainFormat(accept);
  if (encoding === undefined) throw nothingAcceptable();
  return { format: "legacy", encoding, contentType: mediaTypeOf(encoding) };
}

/** Version 2 beta, which 1.36 no longer gives, is for kubectl of 1.27 to 1.29: they know no other. */
function aggregatedFormat(accept: string | undefined): DiscoveryFormat | undefined {
  return firstAcceptable(accept, (encoding, transform) => {
    if (transform?.kind !== "APIGroupDiscoveryList") return undefined;
    const { group, version } = transform;
    if (group !== "apidiscovery.k8s.io") return undefined;
    if (version !== "v2" && version !== "v2beta1") return undefined;
    const contentType = `${mediaTypeOf(encoding)};g=${group};v=${version};as=APIGroupDiscoveryList`;
    return { format: version, encoding, contentType };
  });
}
