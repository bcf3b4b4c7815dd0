/** The sidebar: every page, and at its foot the connection, theme and language. */
import {
  CONFIG_MAPS,
  ENDPOINT_SLICES,
  INGRESSES,
  PODS,
  SECRETS,
  SERVICES,
} from "../../src/api/kinds.ts";
import { useConnectionState } from "../api/cluster.tsx";
import { locales, type Dictionary } from "../i18n/dictionary.ts";
import { dictionaries, useI18n } from "../i18n/i18n.tsx";
import { workloadRefs } from "../kubernetes/workloads.ts";
import { link, useRoute } from "../navigation/history.ts";
import {
  changeSettings,
  themes,
  useSettings,
  useShownTheme,
  type Theme,
} from "../navigation/settings.ts";
import { IconButton } from "./button.tsx";
import { Icon, Mark, type IconName } from "./icons.tsx";
import { Menu } from "./menu.tsx";

export interface NavEntry {
  readonly path: readonly string[];
  readonly label: string;
  readonly icon: IconName;
}

export interface NavGroup {
  readonly id: string;
  readonly label: string;
  readonly entries: readonly NavEntry[];
}

/** All pages in their groups; the command palette reads it too. */
export function navigation(t: Dictionary): readonly NavGroup[] {
  const kind = (ref: { resource: string; kind: string }, icon: IconName): NavEntry => ({
    path: [ref.resource],
    label: pluralKind(ref.kind),
    icon,
  });
  return [
    {
      id: "cluster",
      label: t.nav.cluster,
      entries: [
        { path: ["overview"], label: t.nav.overview, icon: "overview" },
        { path: ["nodes"], label: t.nav.nodes, icon: "node" },
        { path: ["events"], label: t.nav.events, icon: "event" },
      ],
    },
    {
      id: "workloads",
      label: t.nav.workloads,
      entries: [
        kind(PODS, "pod"),
        ...workloadRefs.map((ref) =>
          kind(ref, ref.kind === "Job" ? "job" : ref.kind === "CronJob" ? "clock" : "workload"),
        ),
      ],
    },
    {
      id: "network",
      label: t.nav.network,
      entries: [
        kind(SERVICES, "service"),
        kind(ENDPOINT_SLICES, "endpoint"),
        kind(INGRESSES, "ingress"),
      ],
    },
    {
      id: "config",
      label: t.nav.config,
      entries: [kind(CONFIG_MAPS, "config"), kind(SECRETS, "secret")],
    },
    {
      id: "more",
      label: t.nav.more,
      entries: [
        { path: ["browse"], label: t.nav.browse, icon: "browse" },
        { path: ["snapshot"], label: t.nav.snapshot, icon: "snapshot" },
      ],
    },
  ];
}

/** `Ingress` is `Ingresses`; kinds are English in every language. */
export function pluralKind(kind: string): string {
  return /(s|x|ch|sh)$/.test(kind) ? `${kind}es` : `${kind}s`;
}

export function Sidebar() {
  const { t } = useI18n();
  const { sidebar } = useSettings();
  const [current] = useRoute().path;
  const narrow = sidebar === "narrow";
  return (
    <aside className={`sidebar ${narrow ? "narrow" : ""}`}>
      <div className="brand">
        <a href={link(["overview"])} aria-label="Kubarium">
          <Mark />
          <span>Kubarium</span>
        </a>
        <IconButton
          icon="sidebar"
          label={narrow ? t.shell.expand : t.shell.collapse}
          onClick={() => changeSettings({ sidebar: narrow ? "open" : "narrow" })}
        />
      </div>
      <nav aria-label={t.nav.label}>
        {navigation(t).map((group) => (
          <div key={group.id} className="nav-group">
            <h2>{group.label}</h2>
            {group.entries.map((entry) => (
              <a
                key={entry.path.join("/")}
                href={link(entry.path)}
                aria-current={isCurrent(entry, current) ? "page" : undefined}
                title={narrow ? entry.label : undefined}
              >
                <Icon name={entry.icon} />
                <span>{entry.label}</span>
              </a>
            ))}
          </div>
        ))}
      </nav>
      <div className="sidebar-foot">
        <ConnectionSign />
        <span className="spacer" />
        <ThemeMenu />
        <LanguageMenu />
      </div>
    </aside>
  );
}

function isCurrent(entry: NavEntry, current: string | undefined): boolean {
  return entry.path[0] === (current ?? "overview");
}

function ConnectionSign() {
  const { t } = useI18n();
  const { phase } = useConnectionState();
  const tone = { connecting: "busy", open: "good", waiting: "bad" }[phase];
  return (
    <span className="status connection" role="status" title={t.connection[phase]}>
      <span className={`dot ${tone}`} aria-hidden="true" />
      <span>{t.connection[phase]}</span>
    </span>
  );
}

export function themeName(t: Dictionary, theme: Theme): string {
  return { system: t.shell.themeSystem, light: t.shell.themeLight, dark: t.shell.themeDark }[theme];
}

function ThemeMenu() {
  const { t } = useI18n();
  const { theme } = useSettings();
  const shown = useShownTheme();
  return (
    <Menu
      label={t.shell.theme}
      trigger={<Icon name={shown === "dark" ? "moon" : "sun"} />}
      triggerClass="icon-button"
      items={themes.map((option) => ({
        id: option,
        label: themeName(t, option),
        checked: option === theme,
        onSelect: () => changeSettings({ theme: option }),
      }))}
    />
  );
}

function LanguageMenu() {
  const { t, locale } = useI18n();
  return (
    <Menu
      label={t.shell.language}
      trigger={<Icon name="language" />}
      triggerClass="icon-button"
      items={locales.map((option) => ({
        id: option,
        label: dictionaries[option].language,
        checked: option === locale,
        onSelect: () => changeSettings({ locale: option }),
      }))}
    />
  );
}
