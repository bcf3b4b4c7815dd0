/** The command palette: every page, object, namespace and command, a few letters away. */
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from "react";
import {
  CONFIG_MAPS,
  DEPLOYMENTS,
  NAMESPACES,
  NODES,
  PODS,
  SERVICES,
  STATEFUL_SETS,
} from "../../src/api/kinds.ts";
import type { KubeObject } from "../../src/api/object.ts";
import { useObjects } from "../api/cluster.tsx";
import { locales } from "../i18n/dictionary.ts";
import { dictionaries, useI18n } from "../i18n/i18n.tsx";
import { navigate, replaceQuery } from "../navigation/history.ts";
import { pathOfObject } from "../navigation/pages.ts";
import { changeSettings, themes } from "../navigation/settings.ts";
import { Icon, type IconName } from "./icons.tsx";
import { rank } from "./palette-search.ts";
import { navigation, themeName } from "./sidebar.tsx";

interface Command {
  readonly id: string;
  readonly group: string;
  readonly label: string;
  readonly hint?: string;
  readonly icon: IconName;
  readonly run: () => void;
}

interface PaletteProps {
  readonly onClose: () => void;
  readonly onApply: () => void;
}

export function Palette({ onClose, onApply }: PaletteProps) {
  const { t } = useI18n();
  const dialog = useRef<HTMLDialogElement>(null);
  const listId = useId();
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const commands = useCommands(onApply);
  const objects = useObjectCommands(query.trim().length > 1);
  const found = useMemo(
    () => [
      ...rank(commands, query, { textOf: (command) => command.label, limit: query ? 8 : 40 }),
      ...rank(objects, query, { textOf: (command) => command.label, limit: 30 }),
    ],
    [commands, objects, query],
  );
  useEffect(() => dialog.current?.showModal(), []);
  const run = (command: Command | undefined) => {
    if (!command) return;
    dialog.current?.close();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setActive((active + step + found.length) % Math.max(1, found.length));
    } else if (event.key === "Enter") {
      event.preventDefault();
      run(found[active]);
    }
  };
  return (
    <dialog
      ref={dialog}
      className="palette"
      aria-label={t.palette.label}
      onClose={onClose}
      onMouseDown={(event) => {
        if (event.target === dialog.current) dialog.current.close();
      }}
    >
      <div className="palette-frame">
        <div className="palette-input">
          <Icon name="search" />
          <input
            autoFocus
            role="combobox"
            aria-expanded="true"
            aria-controls={listId}
            aria-activedescendant={found[active] && `${listId}-${active}`}
            aria-label={t.palette.label}
            placeholder={t.palette.placeholder}
            value={query}
            spellCheck={false}
            onChange={(event) => {
              setQuery(event.target.value);
              setActive(0);
            }}
            onKeyDown={onKeyDown}
          />
        </div>
        <div className="palette-list" role="listbox" id={listId} aria-label={t.palette.label}>
          {found.map((command, index) => (
            <div key={command.id}>
              {found[index - 1]?.group !== command.group && (
                <div className="palette-group">{command.group}</div>
              )}
              <div
                id={`${listId}-${index}`}
                role="option"
                aria-selected={index === active}
                ref={index === active ? scrollIntoView : null}
                className="palette-option"
                onMouseMove={() => setActive(index)}
                onClick={() => run(command)}
              >
                <Icon name={command.icon} />
                <span className="clip">{command.label}</span>
                {command.hint && <span className="palette-hint">{command.hint}</span>}
              </div>
            </div>
          ))}
          {found.length === 0 && <div className="palette-none">{t.palette.none}</div>}
        </div>
        <div className="palette-foot">
          <kbd>{t.keys.up}</kbd> {t.palette.navigate}
          <kbd>{t.keys.enter}</kbd> {t.palette.choose}
          <kbd>{t.keys.escape}</kbd> {t.palette.close}
        </div>
      </div>
    </dialog>
  );
}

function scrollIntoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: "nearest" });
}

function useCommands(onApply: () => void): readonly Command[] {
  const { t } = useI18n();
  const { items: namespaces } = useObjects(NAMESPACES);
  return useMemo(() => {
    const pages = navigation(t).flatMap(({ label, entries }) =>
      entries.map((entry) => ({
        id: `page ${entry.path.join("/")}`,
        group: t.palette.pages,
        label: entry.label,
        hint: label,
        icon: entry.icon,
        run: () => navigate(entry.path),
      })),
    );
    const command = (id: string, label: string, icon: IconName, run: () => void): Command => ({
      id,
      group: t.palette.commands,
      label,
      icon,
      run,
    });
    const settings = [
      command("apply", t.shell.apply, "plus", onApply),
      ...themes.map((theme) =>
        command(`theme ${theme}`, t.palette.themeTo(themeName(t, theme)), "sun", () =>
          changeSettings({ theme }),
        ),
      ),
      ...locales.map((locale) => {
        const label = t.palette.languageTo(dictionaries[locale].language);
        return command(locale, label, "language", () => changeSettings({ locale }));
      }),
    ];
    const names = ["", ...namespaces.map((namespace) => namespace.metadata.name).sort()];
    const switches = names.map((name) => ({
      id: `namespace ${name}`,
      group: t.palette.namespaces,
      label: t.palette.switchTo(name === "" ? t.shell.allNamespaces : name),
      icon: "browse" as const,
      run: () => replaceQuery({ ns: name }),
    }));
    return [...pages, ...settings, ...switches];
  }, [t, namespaces, onApply]);
}

function useObjectCommands(wanted: boolean): readonly Command[] {
  const { t } = useI18n();
  const sources: readonly { readonly items: readonly KubeObject[]; readonly icon: IconName }[] = [
    { items: useObjects(PODS).items, icon: "pod" },
    { items: useObjects(DEPLOYMENTS).items, icon: "workload" },
    { items: useObjects(STATEFUL_SETS).items, icon: "workload" },
    { items: useObjects(SERVICES).items, icon: "service" },
    { items: useObjects(CONFIG_MAPS).items, icon: "config" },
    { items: useObjects(NODES).items, icon: "node" },
  ];
  if (!wanted) return [];
  return sources.flatMap(({ items, icon }) =>
    items.map((object) => ({
      id: `${object.kind} ${object.metadata.namespace ?? ""}/${object.metadata.name ?? ""}`,
      group: t.palette.objects,
      label: object.metadata.name ?? "",
      hint: [object.kind, object.metadata.namespace].filter(Boolean).join(" · "),
      icon,
      run: () => {
        const path = pathOfObject(object);
        if (path) navigate(path);
      },
    })),
  );
}
