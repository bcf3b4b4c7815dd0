/**
 * What validating a value found, in the words of kube-openapi's validator (pkg/validation/errors), and its translation to the field errors
 * of a Status (apiextensions-apiserver, pkg/apiserver/validation).
 */
import type { JsonValue } from "../json.ts";
import type { FieldError } from "../status.ts";
import {
  escapeHtml,
  invalidValue,
  notSupported,
  required,
  tooLong,
  tooMany,
} from "../validation/field-errors.ts";
import { exactJson } from "../wide-integers.ts";

/** One fault. `path` is absent for faults that Kubernetes reports without a place. */
export type Fault =
  | {
      readonly code: "type";
      readonly path: string;
      readonly value: JsonValue;
      readonly message: string;
    }
  | { readonly code: "required"; readonly path: string; readonly message: string }
  | {
      readonly code: "enum";
      readonly path: string;
      readonly value: JsonValue;
      readonly supported: readonly JsonValue[];
      readonly message: string;
    }
  | {
      readonly code: "too-long";
      readonly path: string;
      readonly max: number;
      readonly message: string;
    }
  | {
      readonly code: "too-many";
      readonly path: string;
      readonly actual: number;
      readonly max: number;
      readonly message: string;
    }
  | {
      readonly code: "other";
      readonly path: string;
      readonly value: JsonValue;
      readonly message: string;
    }
  | { readonly code: "composite"; readonly message: string };

/** Faults, each message once, and how many checks went well: of several alternatives the best failure is reported. */
export class ValidationResult {
  readonly faults: Fault[] = [];
  matchCount = 0;

  get isValid(): boolean {
    return this.faults.length === 0;
  }

  add(fault: Fault): void {
    if (!this.faults.some(({ message }) => message === fault.message)) this.faults.push(fault);
  }

  merge(other: ValidationResult): void {
    for (const fault of other.faults) this.add(fault);
    this.matchCount += other.matchCount;
  }
}

/** How Go's nil path prints. */
export const noPath = "<nil>";

/** The faults as field errors; `base` is the path of the value that was validated, empty for a whole object. */
export function toFieldErrors(result: ValidationResult, base: string): readonly FieldError[] {
  return result.faults.map((fault) => toFieldError(fault, base));
}

function toFieldError(fault: Fault, base: string): FieldError {
  if (fault.code === "composite") return invalidValue(base || noPath, "", fault.message);
  const own = fault.path.replace(/^\./, "");
  const field = own === "" ? base || noPath : base === "" ? own : `${base}.${own}`;
  switch (fault.code) {
    case "required":
      return required(field);
    case "enum":
      return notSupported(field, fault.value, fault.supported.map(supportedText));
    case "too-long":
      return tooLong(field, fault.max);
    case "too-many":
      return tooMany(field, fault.actual, fault.max);
    case "type":
      return {
        ...invalidValue(field, fault.value, fault.message),
        type: "FieldValueTypeInvalid",
      };
    case "other":
      return invalidValue(field, fault.value, fault.message);
  }
}

function supportedText(value: JsonValue): string {
  return typeof value === "string" ? value : escapeHtml(exactJson(value));
}
