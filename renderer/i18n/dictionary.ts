/** What a dictionary is: the shape of the English one, every key present, every function with the same parameters. */
import type { en } from "./en.ts";

type Words<T> = T extends (...args: infer A) => string
  ? (...args: A) => string
  : T extends string
    ? string
    : { readonly [K in keyof T]: Words<T[K]> };

export type Dictionary = Words<typeof en>;

export const locales = ["en", "zh-CN"] as const;
export type Locale = (typeof locales)[number];

/** The locale for what the browser asks for: the first of its languages that we have, else English. */
export function pickLocale(languages: readonly string[]): Locale {
  for (const language of languages) {
    const [primary] = language.toLowerCase().split("-");
    if (primary === "zh") return "zh-CN";
    if (primary === "en") return "en";
  }
  return "en";
}
