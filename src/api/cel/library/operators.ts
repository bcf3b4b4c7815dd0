/** Arithmetic, order, equality, membership and indexing. Follows cel-go's common/stdlib; overflow is an error. */
import { operators } from "../ast.ts";
import { CelError, noSuchKey } from "../errors.ts";
import { compare, equals, isIn } from "../equality.ts";
import { overload, type Overload } from "../overload.ts";
import { spendLookups } from "../text-work.ts";
import {
  ArrayList,
  CelDuration,
  CelList,
  CelMap,
  CelOptional,
  CelTimestamp,
  CelUint,
  int64Max,
  int64Min,
  JoinedList,
  keyText,
  noValue,
  typeNameOf,
  uint64Max,
  type CelValue,
} from "../values.ts";
import { duration, timestampFromNanos, timestampNanos } from "../time-values.ts";

function int(value: bigint): bigint {
  if (value < int64Min || value > int64Max) throw new CelError("integer overflow");
  return value;
}

function uint(value: bigint): CelUint {
  if (value < 0n || value > uint64Max) throw new CelError("unsigned integer overflow");
  return new CelUint(value);
}

function nonZero(value: bigint, what: string): bigint {
  if (value === 0n) throw new CelError(`${what} by zero`);
  return value;
}

function arithmetic(): Overload[] {
  const { add, subtract, multiply, divide, modulo, negate } = operators;
  const ints = (id: string, name: string, fn: (a: bigint, b: bigint) => bigint) => [
    overload(`${id}_int64`, `::${name}(int, int): int`, (a: bigint, b: bigint) => int(fn(a, b))),
    overload(`${id}_uint64`, `::${name}(uint, uint): uint`, (a: CelUint, b: CelUint) =>
      uint(fn(a.value, b.value)),
    ),
  ];
  const doubles = (id: string, name: string, fn: (a: number, b: number) => number) =>
    overload(`${id}_double`, `::${name}(double, double): double`, fn);
  return [
    ...ints("add", add, (a, b) => a + b),
    ...ints("subtract", subtract, (a, b) => a - b),
    ...ints("multiply", multiply, (a, b) => a * b),
    ...ints("divide", divide, (a, b) => a / nonZero(b, "division")),
    ...ints("modulo", modulo, (a, b) => a % nonZero(b, "modulus")),
    doubles("add", add, (a, b) => a + b),
    doubles("subtract", subtract, (a, b) => a - b),
    doubles("multiply", multiply, (a, b) => a * b),
    doubles("divide", divide, (a, b) => a / b),
    overload("negate_int64", `::${negate}(int): int`, (a: bigint) => int(-a)),
    overload("negate_double", `::${negate}(double): double`, (a: number) => -a),
    overload("add_string", `::${add}(string, string): string`, (a: string, b: string) => a + b),
    overload("add_bytes", `::${add}(bytes, bytes): bytes`, (a: Uint8Array, b: Uint8Array) =>
      Uint8Array.from([...a, ...b]),
    ),
    overload("add_list", `::${add}(list(A), list(A)): list(A)`, addLists),
  ];
}

function timeArithmetic(): Overload[] {
  const { add, subtract } = operators;
  const shift = (time: CelTimestamp, by: bigint) => timestampFromNanos(timestampNanos(time) + by);
  return [
    overload(
      "add_duration_duration",
      `::${add}(duration, duration): duration`,
      (a: CelDuration, b: CelDuration) => duration(a.nanos + b.nanos),
    ),
    overload(
      "add_timestamp_duration",
      `::${add}(timestamp, duration): timestamp`,
      (a: CelTimestamp, b: CelDuration) => shift(a, b.nanos),
    ),
    overload(
      "add_duration_timestamp",
      `::${add}(duration, timestamp): timestamp`,
      (a: CelDuration, b: CelTimestamp) => shift(b, a.nanos),
    ),
    overload(
      "subtract_duration_duration",
      `::${subtract}(duration, duration): duration`,
      (a: CelDuration, b: CelDuration) => duration(a.nanos - b.nanos),
    ),
    overload(
      "subtract_timestamp_duration",
      `::${subtract}(timestamp, duration): timestamp`,
      (a: CelTimestamp, b: CelDuration) => shift(a, -b.nanos),
    ),
    overload(
      "subtract_timestamp_timestamp",
      `::${subtract}(timestamp, timestamp): duration`,
      (a: CelTimestamp, b: CelTimestamp) => duration(timestampNanos(a) - timestampNanos(b)),
    ),
  ];
}

/** Sets take what they do not have; lists of type map replace what has the same key. */
function addLists(a: CelList, b: CelList): CelList {
  const { identity } = a;
  if (identity === undefined) return new JoinedList(a, b);
  spendLookups(a.size + b.size);
  const values = [...a];
  const places = new Map(values.map((value, index) => [identity.keyOf(value), index]));
  for (const value of b) {
    const place = places.get(identity.keyOf(value));
    if (place === undefined) {
      places.set(identity.keyOf(value), values.length);
      values.push(value);
    } else if (identity.kind === "map") values[place] = value;
  }
  return new IdentifiedList(values, identity);
}

class IdentifiedList extends ArrayList {
  override readonly identity: NonNullable<CelList["identity"]>;
  constructor(values: readonly CelValue[], identity: NonNullable<CelList["identity"]>) {
    super(values);
    this.identity = identity;
  }
}

const ordered = ["bool", "int", "uint", "double", "string", "bytes", "timestamp", "duration"];
const idNames: Readonly<Record<string, string>> = { int: "int64", uint: "uint64" };
const numbers = ["int", "uint", "double"];

function comparisons(): Overload[] {
  const tests: readonly (readonly [string, string, (order: number) => boolean])[] = [
    ["less", operators.less, (order) => order < 0],
    ["less_equals", operators.lessEquals, (order) => order <= 0],
    ["greater", operators.greater, (order) => order > 0],
    ["greater_equals", operators.greaterEquals, (order) => order >= 0],
  ];
  return tests.flatMap(([id, name, holds]) => {
    const test = (a: CelValue, b: CelValue) => {
      const order = compare(a, b);
      return order !== undefined && holds(order);
    };
    const same = ordered.map((type) =>
      overload(`${id}_${idNames[type] ?? type}`, `::${name}(${type}, ${type}): bool`, test),
    );
    const mixed = numbers.flatMap((left) =>
      numbers
        .filter((right) => right !== left)
        .map((right) =>
          overload(
            `${id}_${idNames[left] ?? left}_${idNames[right] ?? right}`,
            `::${name}(${left}, ${right}): bool`,
            test,
          ),
        ),
    );
    return [...same, ...mixed];
  });
}

export function indexList(list: CelList, index: CelValue): CelValue {
  const position = indexOf(index);
  if (position === undefined) {
    throw new CelError(`unsupported index type '${typeNameOf(index)}' in list`);
  }
  if (position < 0n || position >= BigInt(list.size)) {
    throw new CelError(`index out of bounds: ${position}`);
  }
  return list.at(Number(position));
}

function indexOf(index: CelValue): bigint | undefined {
  if (typeof index === "bigint") return index;
  if (index instanceof CelUint) return index.value;
  return typeof index === "number" && Number.isInteger(index) ? BigInt(index) : undefined;
}

export function indexMap(map: CelMap, key: CelValue): CelValue {
  const value = map.get(key);
  if (value === undefined) throw noSuchKey(shownKey(key));
  return value;
}

export function shownKey(key: CelValue): string {
  return keyText(key)?.slice(1) ?? typeNameOf(key);
}

function findInList(list: CelList, index: CelValue): CelOptional {
  const position = indexOf(index);
  if (position === undefined || position < 0n || position >= BigInt(list.size)) return noValue;
  return new CelOptional(list.at(Number(position)));
}

function findInMap(map: CelMap, key: CelValue): CelOptional {
  const value = map.get(key);
  return value === undefined ? noValue : new CelOptional(value);
}

function within(optional: CelOptional, find: (value: CelValue) => CelOptional): CelOptional {
  return optional.value === undefined ? noValue : find(optional.value);
}

function findIn(container: CelValue, key: CelValue): CelOptional {
  return container instanceof CelList
    ? findInList(container, key)
    : findInMap(container as CelMap, key);
}

function access(): Overload[] {
  const { index, optionalIndex } = operators;
  return [
    overload("index_list", `::${index}(list(A), int): A`, indexList),
    overload("index_map", `::${index}(map(A, B), A): B`, indexMap),
    overload(
      "optional_list_index_int",
      `::${index}(optional_type(list(A)), int): optional_type(A)`,
      (list: CelOptional, at: CelValue) => within(list, (value) => findIn(value, at)),
    ),
    overload(
      "optional_map_index_value",
      `::${index}(optional_type(map(A, B)), A): optional_type(B)`,
      (map: CelOptional, key: CelValue) => within(map, (value) => findIn(value, key)),
    ),
    overload(
      "list_optindex_optional_int",
      `::${optionalIndex}(list(A), int): optional_type(A)`,
      findInList,
    ),
    overload(
      "optional_list_optindex_optional_int",
      `::${optionalIndex}(optional_type(list(A)), int): optional_type(A)`,
      (list: CelOptional, at: CelValue) => within(list, (value) => findIn(value, at)),
    ),
    overload(
      "map_optindex_optional_value",
      `::${optionalIndex}(map(A, B), A): optional_type(B)`,
      findInMap,
    ),
    overload(
      "optional_map_optindex_optional_value",
      `::${optionalIndex}(optional_type(map(A, B)), A): optional_type(B)`,
      (map: CelOptional, key: CelValue) => within(map, (value) => findIn(value, key)),
    ),
    overload("in_list", `::${operators.in}(A, list(A)): bool`, isIn),
    overload(
      "in_map",
      `::${operators.in}(A, map(A, B)): bool`,
      (key: CelValue, map: CelMap) => map.get(key) !== undefined,
    ),
  ];
}

/** `&&`, `||`, `?:` and `@not_strictly_false` are evaluated by the evaluator; their signatures are for the checker. */
function logic(): Overload[] {
  const unreachable = (): CelValue => {
    throw new CelError("no such overload");
  };
  return [
    overload("conditional", `::${operators.conditional}(bool, A, A): A`, unreachable),
    overload("logical_and", `::${operators.and}(bool, bool): bool`, unreachable),
    overload("logical_or", `::${operators.or}(bool, bool): bool`, unreachable),
    overload("logical_not", `::${operators.not}(bool): bool`, (a: boolean) => !a),
    overload("not_strictly_false", `::${operators.notStrictlyFalse}(bool): bool`, unreachable),
    overload("equals", `::${operators.equals}(A, A): bool`, equals),
    overload(
      "not_equals",
      `::${operators.notEquals}(A, A): bool`,
      (a: CelValue, b: CelValue) => !equals(a, b),
    ),
  ];
}

export function operatorOverloads(): readonly Overload[] {
  return [...logic(), ...comparisons(), ...arithmetic(), ...timeArithmetic(), ...access()];
}
