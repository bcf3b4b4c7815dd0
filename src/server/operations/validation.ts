/** Validation of one object, in slices where it compiles expressions: others are served in between. */
import type { KubeObject } from "../../api/object.ts";
import { Slicewise } from "../../api/slicewise.ts";
import type { FieldError } from "../../api/status.ts";
import type { Strategy } from "../../api/strategy/strategy.ts";
import type { ServerCore } from "../core.ts";
import type { Soon } from "../custom-resources/versions.ts";

type Validate = (object: KubeObject) => readonly FieldError[];

export interface ObjectValidation {
  run(object: KubeObject): Soon<readonly FieldError[]>;
  /** After `run`, of the same object in other words: at once, since its expressions are compiled. */
  readonly again: Validate;
}

export function validationOf(
  { slices }: Pick<ServerCore, "slices">,
  { compiles }: Pick<Strategy, "compiles">,
  validate: Validate,
): ObjectValidation {
  if (!compiles) return { run: validate, again: validate };
  const slicewise = new Slicewise((work) => slices.spend(work));
  return {
    run: (object) => slicewise.run(() => validate(object)),
    again: (object) => slicewise.again(() => validate(object)),
  };
}
