/** The states of a page that has nothing to show: loading, empty, failed. */
import type { ReactNode } from "react";
import { Icon, type IconName } from "./icons.tsx";

export function EmptyState(props: {
  readonly icon: IconName;
  readonly title: string;
  readonly hint?: string;
  readonly children?: ReactNode;
}) {
  return (
    <div className="empty" role="status">
      <div className="empty-icon">
        <Icon name={props.icon} />
      </div>
      <h2>{props.title}</h2>
      {props.hint && <p>{props.hint}</p>}
      {props.children}
    </div>
  );
}

export function ErrorState(props: {
  readonly title: string;
  readonly error: Error;
  readonly hint?: string;
}) {
  return (
    <div className="empty failed" role="alert">
      <div className="empty-icon">
        <Icon name="warning" />
      </div>
      <h2>{props.title}</h2>
      <p className="mono">{props.error.message}</p>
      {props.hint && <p>{props.hint}</p>}
    </div>
  );
}

/** Grey rows in the place of those to come; shown after a moment only, so that a quick answer does not flicker. */
export function Skeleton({ rows, label }: { readonly rows: number; readonly label: string }) {
  return (
    <div className="skeleton" role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} style={{ width: `${92 - ((index * 37) % 41)}%` }} />
      ))}
    </div>
  );
}
