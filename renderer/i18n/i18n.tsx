/** The chosen language for React: its words (`t`) and its formats (`f`). */
import { createContext, useContext, useMemo, type ReactNode } from "react";
import { useSettings } from "../navigation/settings.ts";
import type { Dictionary, Locale } from "./dictionary.ts";
import { en } from "./en.ts";
import { createFormats, type Formats } from "./format.ts";
import { zhCN } from "./zh-cn.ts";

export const dictionaries: Readonly<Record<Locale, Dictionary>> = { en, "zh-CN": zhCN };

export interface I18n {
  readonly locale: Locale;
  readonly t: Dictionary;
  readonly f: Formats;
}

const I18nContext = createContext<I18n | undefined>(undefined);

export function I18nProvider({ children }: { readonly children: ReactNode }) {
  const { locale } = useSettings();
  const value = useMemo(
    () => ({ locale, t: dictionaries[locale], f: createFormats(locale) }),
    [locale],
  );
  return <I18nContext.Provider value={value}>{children}</I18nContext.Provider>;
}

export function useI18n(): I18n {
  const value = useContext(I18nContext);
  if (!value) throw new Error("no language around this component");
  return value;
}
