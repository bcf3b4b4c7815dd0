/** The building blocks of detail pages: framed sections, pairs of name and value, labels. */
import { useState, type ReactNode } from "react";
import { useI18n } from "../i18n/i18n.tsx";

export function Panel(props: {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  return (
    <section className={`panel ${props.className ?? ""}`} aria-label={props.title}>
      <header>
        <h2>{props.title}</h2>
        <span className="spacer" />
        {props.aside}
      </header>
      {props.children}
    </section>
  );
}

export interface Field {
  readonly name: string;
  /** Left out when undefined. */
  readonly value: ReactNode;
  /** Takes a whole line where others stand two abreast. */
  readonly wide?: boolean;
}

export function Fields({ fields }: { readonly fields: readonly Field[] }) {
  return (
    <dl className="fields">
      {fields
        .filter((field) => field.value !== undefined && field.value !== "")
        .map((field) => (
          <div key={field.name} className={field.wide ? "wide" : ""}>
            <dt>{field.name}</dt>
            <dd>{field.value}</dd>
          </div>
        ))}
    </dl>
  );
}

const pairsShown = 6;

/** Labels, annotations, selectors: `key=value` chips, the first few at first. */
export function Pairs({ pairs }: { readonly pairs: Readonly<Record<string, string>> | undefined }) {
  const { t, f } = useI18n();
  const [all, setAll] = useState(false);
  const entries = Object.entries(pairs ?? {});
  if (entries.length === 0) return <span className="muted">{t.detail.none}</span>;
  const shown = all ? entries : entries.slice(0, pairsShown);
  const more = entries.length - pairsShown;
  return (
    <div className="pairs">
      {shown.map(([key, value]) => (
        <span key={key} className="pair" title={`${key}=${value}`}>
          <span>{key}</span>
          <b>{value}</b>
        </span>
      ))}
      {more > 0 && (
        <button type="button" className="text-button" onClick={() => setAll(!all)}>
          {all ? t.detail.fewer : t.detail.moreLabels(f.number(more))}
        </button>
      )}
    </div>
  );
}

export function Tabs<V extends string>(props: {
  readonly label: string;
  readonly value: V;
  readonly tabs: readonly { readonly value: V; readonly label: string; readonly href: string }[];
}) {
  return (
    <nav className="tabs" aria-label={props.label}>
      {props.tabs.map((tab) => (
        <a
          key={tab.value}
          href={tab.href}
          aria-current={tab.value === props.value ? "page" : undefined}
        >
          {tab.label}
        </a>
      ))}
    </nav>
  );
}
