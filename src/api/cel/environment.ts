/** What an expression may speak of: variables, object types and functions. */
import type { Overload } from "./overload.ts";
import type { CelType } from "./types.ts";

/** An object type: its fields by the names that expressions use. */
export interface ObjectType {
  readonly name: string;
  /** Undefined when there is no such field. */
  field(name: string): CelType | undefined;
}

export interface Environment {
  readonly variables: ReadonlyMap<string, CelType>;
  /** Finds an object type by its name. */
  object(name: string): ObjectType | undefined;
  readonly functions: FunctionTable;
}

export class FunctionTable {
  readonly #byName = new Map<string, Overload[]>();

  constructor(overloads: Iterable<Overload>) {
    for (const overload of overloads) {
      const known = this.#byName.get(overload.name);
      if (known) known.push(overload);
      else this.#byName.set(overload.name, [overload]);
    }
  }

  get(name: string): readonly Overload[] | undefined {
    return this.#byName.get(name);
  }

  /** This table and more. */
  with(overloads: readonly Overload[]): FunctionTable {
    return new FunctionTable([...[...this.#byName.values()].flat(), ...overloads]);
  }
}

/** The names of types that are values: `type(x) == string`. */
export const typeIdentifiers: ReadonlyMap<string, CelType> = new Map<string, CelType>([
  ...(["bool", "int", "uint", "double", "string", "bytes", "dyn"] as const).map(
    (kind): [string, CelType] => [kind, { kind }],
  ),
  ["list", { kind: "list", element: { kind: "dyn" } }],
  ["map", { kind: "map", key: { kind: "dyn" }, value: { kind: "dyn" } }],
  ["null_type", { kind: "null" }],
  ["type", { kind: "type", of: undefined }],
  ["google.protobuf.Timestamp", { kind: "timestamp" }],
  ["google.protobuf.Duration", { kind: "duration" }],
  ["optional_type", { kind: "opaque", name: "optional_type", parameters: [] }],
  ...["URL", "IP", "CIDR", "Quantity", "Semver", "NamedFormat"].map((name): [string, CelType] => [
    `${name === "IP" || name === "CIDR" ? "net" : "kubernetes"}.${name}`,
    {
      kind: "opaque",
      name: `${name === "IP" || name === "CIDR" ? "net" : "kubernetes"}.${name}`,
      parameters: [],
    },
  ]),
]);
