/** The icons: one 16-pixel grid, one stroke. Decorative always; whoever uses one names the control. */
import type { ReactNode } from "react";

const shapes = {
  overview: "M2.5 2.5h4.5v6H2.5zM9 2.5h4.5v3.5H9zM9 8.5h4.5v5H9zM2.5 11h4.5v2.5H2.5z",
  node: "M2.5 3h11v4h-11zM2.5 9h11v4h-11zM5 5h.01M5 11h.01M7.5 5h3.5M7.5 11h3.5",
  event: "M8 13.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM8 5v3.2l2 1.3",
  pod: "M8 1.8l5.4 3.1v6.2L8 14.2l-5.4-3.1V4.9zM2.8 5L8 8l5.2-3M8 8v6",
  workload: "M8 2l6 3-6 3-6-3zM2 8l6 3 6-3M2 11l6 3 6-3",
  job: "M4 2.5h8v11H4zM6.2 6h3.6M6.2 8.5h3.6M6.2 11h2",
  clock: "M8 13.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM8 5v3l2.2 1.3",
  service:
    "M8 3.5a1.5 1.5 0 1 0 0-.01M3.5 12.5a1.5 1.5 0 1 0 0-.01M12.5 12.5a1.5 1.5 0 1 0 0-.01M8 5v3M8 8l-3.6 3.2M8 8l3.6 3.2",
  endpoint:
    "M4 8a4 4 0 0 1 4-4M8 12a4 4 0 0 0 4-4M8 9.2a1.2 1.2 0 1 0 0-2.4 1.2 1.2 0 0 0 0 2.4zM11 2h3v3M5 14H2v-3",
  ingress: "M2 8h8M7 5l3 3-3 3M12.5 2.5v11",
  config:
    "M3 4.5h6M12 4.5h1M3 11.5h1M7 11.5h6M10.5 6a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3zM5.5 13a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3z",
  secret: "M3.5 7.5h9v6h-9zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5M8 10v1.5",
  browse: "M2.5 3h4v4h-4zM9.5 3h4v4h-4zM2.5 9.5h4v4h-4zM9.5 9.5h4v4h-4z",
  snapshot:
    "M2.5 4.5h2.6l1-1.5h3.8l1 1.5h2.6v8.5h-11zM8 10.8a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6z",
  search: "M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.3 10.3l3.2 3.2",
  plus: "M8 3v10M3 8h10",
  minus: "M3 8h10",
  close: "M4 4l8 8M12 4l-8 8",
  chevron: "M4.5 6.5L8 10l3.5-3.5",
  right: "M6.5 4.5L10 8l-3.5 3.5",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  check: "M3 8.5l3.2 3L13 4.5",
  sun: "M8 10.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6zM8 1.5v1.2M8 13.3v1.2M1.5 8h1.2M13.3 8h1.2M3.4 3.4l.9.9M11.7 11.7l.9.9M12.6 3.4l-.9.9M4.3 11.7l-.9.9",
  moon: "M13.2 9.6A5.6 5.6 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8z",
  language: "M8 14a6 6 0 1 0 0-12 6 6 0 0 0 0 12zM2 8h12M8 2c4 4 4 8 0 12M8 2c-4 4-4 8 0 12",
  warning: "M8 2.5l6 10.8H2zM8 6.5v3.2M8 11.6h.01",
  sidebar: "M2.5 3h11v10h-11zM6.3 3v10",
  trash: "M3 4.5h10M6.3 4.5V3h3.4v1.5M4.3 4.5l.6 9h6.2l.6-9",
  restart: "M13 8a5 5 0 1 1-1.5-3.6M13 2v3h-3",
  scale: "M9.5 2.5h4v4M13.5 2.5l-4.7 4.7M6.5 13.5h-4v-4M2.5 13.5l4.7-4.7",
  edit: "M3 13l.6-2.8 7.2-7.2 2.2 2.2-7.2 7.2z",
  logs: "M3 4h10M3 7h7M3 10h10M3 13h5",
  copy: "M5.5 5.5h8v8h-8zM3 10.5h-.5v-8h8V3",
  eye: "M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8zM8 9.8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6z",
  pause: "M5.5 3.5v9M10.5 3.5v9",
  play: "M5 3l7.5 5L5 13z",
  down: "M8 2.5v8M4.5 7.5L8 11l3.5-3.5M3 13.5h10",
  up: "M8 11V3M4.5 6L8 2.5 11.5 6M3 13.5h10",
  file: "M4 2h5l3 3v9H4zM9 2v3h3",
  stop: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM3.8 3.8l8.4 8.4",
} as const;

export type IconName = keyof typeof shapes;

export function Icon({ name }: { readonly name: IconName }): ReactNode {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={shapes[name]} />
    </svg>
  );
}

/** The product's mark: water in a cube. */
export function Mark(): ReactNode {
  return (
    <svg className="mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path className="mark-glass" d="M12 1.8l8.8 5.1v10.2L12 22.2l-8.8-5.1V6.9z" />
      <path
        className="mark-water"
        d="M3.2 11.4c1.6-1.3 3.2-1.3 4.7 0s3 1.3 4.4 0 2.9-1.3 4.4 0 2.7 1.1 4.1 0.200V17.1L12 22.200l-8.8-5.100z"
      />
      <circle className="mark-bubble" cx="9" cy="15.8" r="1.1" />
      <circle className="mark-bubble" cx="13.4" cy="17.6" r="0.8" />
      <circle className="mark-bubble" cx="12.6" cy="6.9" r="1.3" />
    </svg>
  );
}
