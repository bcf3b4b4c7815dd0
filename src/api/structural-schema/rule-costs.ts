/** What the rules of one definition may cost, each and all together (apiextensions-apiserver, validation.go and cel_validation.go). */
import { forbiddenField, type FieldErrors } from "../validation/field-errors.ts";

const ruleLimit = 10_000_000;
const totalLimit = 100_000_000;
/** The most expensive rules are named, from a hundredth of the limit on. */
const shownMax = 4;

export class RuleCosts {
  readonly #perRule: boolean;
  readonly #expensive: { readonly path: string; readonly cost: number }[] = [];
  #total = 0;

  /** `perRule` false: single rules were accepted before, as expensive as they are. */
  constructor({ perRule }: { readonly perRule: boolean }) {
    this.#perRule = perRule;
  }

  observe(
    errors: FieldErrors,
    path: string,
    { what, cost }: { readonly what: string; readonly cost: number },
  ): void {
    if (this.#perRule && cost > ruleLimit) {
      errors.push(forbiddenField(path, exceeded(what, cost, ruleLimit)));
    }
    this.#total += cost;
    if (cost >= totalLimit / 100) this.#expensive.push({ path, cost });
  }

  /** About all of them, at the schema's own path. */
  errors(path: string): FieldErrors {
    if (this.#total <= totalLimit) return [];
    const named = this.#expensive.toSorted((a, b) => b.cost - a.cost).slice(0, shownMax);
    const why =
      "contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema";
    const what = "x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema";
    return [
      ...named.map((rule) => forbiddenField(rule.path, why)),
      forbiddenField(path, exceeded(what, this.#total, totalLimit)),
    ];
  }
}

function exceeded(what: string, cost: number, limit: number): string {
  const factor = cost / limit;
  const shown =
    factor > 100
      ? "more than 100x"
      : factor < 1.5
        ? `${factor.toFixed(6)}x`
        : `${factor.toFixed(1)}x`;
  return `${what} exceeds budget by factor of ${shown} (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)`;
}
