/** The bar on top: where one is, the namespace, search, and applying YAML. And what is said when the wire is cut. */
import { useEffect, useMemo, useState } from "react";
import { NAMESPACES } from "../../src/api/kinds.ts";
import { useCluster, useConnectionState, useObjects } from "../api/cluster.tsx";
import { useI18n } from "../i18n/i18n.tsx";
import { link, replaceQuery, useNamespace, useRoute } from "../navigation/history.ts";
import { Button } from "./button.tsx";
import { Icon } from "./icons.tsx";
import { navigation, pluralKind } from "./sidebar.tsx";
import { kindPages } from "../navigation/pages.ts";

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);
export const paletteKeys = isMac ? "⌘K" : "Ctrl K";

export function Topbar(props: { readonly onSearch: () => void; readonly onApply: () => void }) {
  const { t } = useI18n();
  return (
    <header className="topbar">
      <Breadcrumbs />
      <span className="spacer" />
      <NamespacePicker />
      <button type="button" className="search-button" onClick={props.onSearch}>
        <Icon name="search" />
        <span>{t.shell.search}</span>
        <kbd>{paletteKeys}</kbd>
      </button>
      <Button variant="primary" icon="plus" onClick={props.onApply}>
        {t.shell.apply}
      </Button>
    </header>
  );
}

function Breadcrumbs() {
  const { t } = useI18n();
  const { path } = useRoute();
  const [first = "overview", ...rest] = path;
  const entry = navigation(t)
    .flatMap((group) => group.entries.map((candidate) => ({ group, ...candidate })))
    .find((candidate) => candidate.path[0] === first);
  const page = kindPages.find((ref) => ref.resource === first);
  const names = crumbsOf(first, rest, page?.namespaced ?? false);
  return (
    <nav className="breadcrumbs" aria-label={t.nav.breadcrumb}>
      {entry && <span className="muted">{entry.group.label}</span>}
      {entry && <Icon name="right" />}
      {names.length > 0 ? (
        <a href={link([first])}>{entry?.label ?? pluralKind(page?.kind ?? first)}</a>
      ) : (
        <span>{entry?.label}</span>
      )}
      {names.map((name) => (
        <span key={name} className="crumb">
          <Icon name="right" />
          <span className="clip">{name}</span>
        </span>
      ))}
    </nav>
  );
}

function crumbsOf(first: string, rest: readonly string[], namespaced: boolean): readonly string[] {
  if (first === "browse") {
    const [group, , resource, ...object] = rest;
    const qualified = group === "core" ? resource : `${resource}.${group}`;
    return resource === undefined ? [] : [qualified ?? "", ...object.slice(-1)];
  }
  const name = namespaced ? rest[1] : rest[0];
  return name === undefined ? [] : [name];
}

function NamespacePicker() {
  const { t } = useI18n();
  const chosen = useNamespace();
  const { items } = useObjects(NAMESPACES);
  const names = useMemo(() => items.map((item) => item.metadata.name).sort(), [items]);
  const shown = chosen !== "" && !names.includes(chosen) ? [chosen, ...names] : names;
  return (
    <label className="picker">
      <span className="picker-label">{t.shell.namespace}</span>
      <select
        aria-label={t.shell.namespace}
        value={chosen}
        onChange={(event) => replaceQuery({ ns: event.target.value })}
      >
        <option value="">{t.shell.allNamespaces}</option>
        {shown.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
      <Icon name="chevron" />
    </label>
  );
}

/** Shown only when the connection stays away: a blink of the wire is not worth a banner. */
export function ConnectionBanner() {
  const { t, f } = useI18n();
  const { connection } = useCluster().client;
  const state = useConnectionState();
  const broken = state.phase !== "open" && state.failures > 1;
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    if (!broken) return undefined;
    const timer = setInterval(() => setNowMs(Date.now()), 500);
    return () => clearInterval(timer);
  }, [broken]);
  if (!broken) return null;
  const text =
    state.phase === "waiting"
      ? t.connection.retryIn(f.duration(Math.max(1_000, state.retryAtMs - nowMs + 999)))
      : t.connection.connecting;
  return (
    <div className="banner" role="alert">
      <Icon name="warning" />
      <span>
        <b>{t.connection.lost}</b> {text} {t.connection.stale}
        {state.failures > 4 && ` ${t.connection.refusedHint}`}
      </span>
      <span className="spacer" />
      <Button onClick={() => connection.retryNow()}>{t.connection.retry}</Button>
    </div>
  );
}
