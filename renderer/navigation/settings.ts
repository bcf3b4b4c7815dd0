/** What the user chose and the browser remembers: theme, language, the sidebar. */
import { useSyncExternalStore } from "react";
import { locales, pickLocale, type Locale } from "../i18n/dictionary.ts";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

export interface Settings {
  readonly theme: Theme;
  readonly locale: Locale;
  readonly sidebar: "open" | "narrow";
}

const storageKey = "kubarium.settings";
const listeners = new Set<() => void>();
let current: Settings = load();

function load(): Settings {
  const defaults: Settings = {
    theme: "system",
    locale: pickLocale(navigator.languages),
    sidebar: "open",
  };
  try {
    const stored = JSON.parse(localStorage.getItem(storageKey) ?? "{}") as Partial<Settings>;
    return {
      theme: themes.find((theme) => theme === stored.theme) ?? defaults.theme,
      locale: locales.find((locale) => locale === stored.locale) ?? defaults.locale,
      sidebar: stored.sidebar === "narrow" ? "narrow" : "open",
    };
  } catch {
    // Storage is forbidden or holds something else: the defaults serve.
    return defaults;
  }
}

/** Puts the settings where CSS and screen readers see them: on the root element. */
export function showSettings(): void {
  const root = document.documentElement;
  root.lang = current.locale;
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset["theme"] = current.theme === "system" ? (dark ? "dark" : "light") : current.theme;
}

export function changeSettings(change: Partial<Settings>): void {
  current = { ...current, ...change };
  try {
    localStorage.setItem(storageKey, JSON.stringify(current));
  } catch {
    // Not remembered, then.
  }
  announce();
}

function announce(): void {
  showSettings();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useSettings(): Settings {
  return useSyncExternalStore(subscribe, () => current);
}

/** The theme that is really shown; changes with the system's when the choice is `system`. */
export function useShownTheme(): "light" | "dark" {
  return useSyncExternalStore(subscribe, () =>
    document.documentElement.dataset["theme"] === "dark" ? "dark" : "light",
  );
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", announce);
