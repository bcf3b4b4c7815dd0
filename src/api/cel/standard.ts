/** The functions that every expression of Kubernetes has: CEL's standard, cel-go's extensions and Kubernetes' own libraries. */
import { FunctionTable } from "./environment.ts";
import { addressOverloads } from "./library/addresses.ts";
import { conversionOverloads } from "./library/conversions.ts";
import { extendedListOverloads } from "./library/extended-lists.ts";
import { listOverloads } from "./library/lists.ts";
import { formatOverloads } from "./library/named-formats.ts";
import { operatorOverloads } from "./library/operators.ts";
import { optionalOverloads } from "./library/optionals.ts";
import { quantityOverloads } from "./library/quantity.ts";
import { semverOverloads } from "./library/semver.ts";
import { setOverloads } from "./library/sets.ts";
import { stringOverloads } from "./library/strings.ts";
import { timeOverloads } from "./library/time.ts";
import { urlOverloads } from "./library/url.ts";

let table: FunctionTable | undefined;

/** Made at the first call: signatures are parsed then. */
export function standardFunctions(): FunctionTable {
  table ??= new FunctionTable([
    ...operatorOverloads(),
    ...conversionOverloads(),
    ...optionalOverloads(),
    ...stringOverloads(),
    ...timeOverloads(),
    ...listOverloads(),
    ...setOverloads(),
    ...extendedListOverloads(),
    ...addressOverloads(),
    ...formatOverloads(),
    ...quantityOverloads(),
    ...semverOverloads(),
    ...urlOverloads(),
  ]);
  return table;
}
