/** An object made by an expression: `Object.spec{replicas: 1}`. */
import { CelMap, type CelValue } from "./values.ts";

export class CelStruct extends CelMap {
  override readonly typeName: string;
  readonly #fields: ReadonlyMap<string, CelValue>;

  constructor(typeName: string, fields: ReadonlyMap<string, CelValue>) {
    super();
    this.typeName = typeName;
    this.#fields = fields;
  }

  get size(): number {
    return this.#fields.size;
  }

  get(key: CelValue): CelValue | undefined {
    return typeof key === "string" ? this.#fields.get(key) : undefined;
  }

  keys(): Iterable<CelValue> {
    return this.#fields.keys();
  }
}
