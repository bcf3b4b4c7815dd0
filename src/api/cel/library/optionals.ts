/** `optional.of`, `optional.none`, `orValue` and the like. Follows cel-go's cel/library.go. */
import { CelError } from "../errors.ts";
import { overload, type Overload } from "../overload.ts";
import {
  ArrayList,
  CelDuration,
  CelList,
  CelMap,
  CelOptional,
  CelTimestamp,
  CelUint,
  noValue,
  type CelValue,
} from "../values.ts";

/** False, zero and empty values. */
function isZero(value: CelValue): boolean {
  if (value === null || value === false || value === "" || value === 0n || value === 0) return true;
  if (value instanceof CelUint) return value.value === 0n;
  if (value instanceof CelList || value instanceof CelMap) return value.size === 0;
  if (value instanceof Uint8Array) return value.length === 0;
  if (value instanceof CelDuration) return value.nanos === 0n;
  return value instanceof CelTimestamp && value.seconds === -62_135_596_800 && value.nanos === 0;
}

export function optionalOverloads(): readonly Overload[] {
  return [
    overload(
      "optional_of",
      "::optional.of(V): optional_type(V)",
      (value: CelValue) => new CelOptional(value),
    ),
    overload(
      "optional_ofNonZeroValue",
      "::optional.ofNonZeroValue(V): optional_type(V)",
      (value: CelValue) => (isZero(value) ? noValue : new CelOptional(value)),
    ),
    overload("optional_none", "::optional.none(): optional_type(V)", () => noValue),
    overload("optional_value", "optional_type(V).value(): V", ({ value }: CelOptional) => {
      if (value === undefined) throw new CelError("optional.none() dereference");
      return value;
    }),
    overload(
      "optional_hasValue",
      "optional_type(V).hasValue(): bool",
      ({ value }: CelOptional) => value !== undefined,
    ),
    overload(
      "optional_or_optional",
      "optional_type(V).or(optional_type(V)): optional_type(V)",
      (first: CelOptional, second: CelOptional) => (first.value === undefined ? second : first),
    ),
    overload(
      "optional_orValue_value",
      "optional_type(V).orValue(V): V",
      ({ value }: CelOptional, other: CelValue) => value ?? (value === null ? value : other),
    ),
    overload("optional_unwrap", "::optional.unwrap(list(optional_type(V))): list(V)", unwrapAll),
    overload("optional_unwrapOpt", "list(optional_type(V)).unwrapOpt(): list(V)", unwrapAll),
  ];
}

function unwrapAll(list: CelList): CelList {
  const values = [...list].flatMap((element) => {
    const value = element instanceof CelOptional ? element.value : undefined;
    return value === undefined ? [] : [value];
  });
  return new ArrayList(values);
}
