/** The dashboard's token: it comes in the address's fragment once, and lives as long as the tab does. */
import { tokenIn } from "../navigation/route.ts";

const storageKey = "kubarium.token";

/** Takes the token out of the address, so that it stays in no history and no bookmark. */
export function takeToken(): string | undefined {
  const fresh = tokenIn(location.hash);
  if (fresh === undefined) return sessionStorage.getItem(storageKey) ?? undefined;
  sessionStorage.setItem(storageKey, fresh);
  history.replaceState(null, "", `${location.pathname}${location.search}#/overview`);
  window.dispatchEvent(new HashChangeEvent("hashchange"));
  return fresh;
}
