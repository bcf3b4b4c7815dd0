/** Buttons: one shape, a few weights. */
import type { ComponentProps, ReactNode } from "react";
import { Icon, type IconName } from "./icons.tsx";

interface ButtonProps extends ComponentProps<"button"> {
  readonly variant?: "plain" | "primary" | "danger" | "ghost";
  readonly icon?: IconName;
  readonly children: ReactNode;
}

export function Button({ variant = "plain", icon, children, className, ...rest }: ButtonProps) {
  return (
    <button type="button" {...rest} className={`button ${variant} ${className ?? ""}`}>
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

interface IconButtonProps extends Omit<ComponentProps<"button">, "children"> {
  readonly icon: IconName;
  /** Its name: read aloud, and shown as a tooltip. */
  readonly label: string;
}

export function IconButton({ icon, label, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={`icon-button ${className ?? ""}`}
    >
      <Icon name={icon} />
    </button>
  );
}

/** A switch that looks like a chip: pressed or not. */
export function Toggle(props: {
  readonly pressed: boolean;
  readonly onChange: (pressed: boolean) => void;
  readonly children: ReactNode;
}) {
  return (
    <button
      type="button"
      className="toggle"
      aria-pressed={props.pressed}
      onClick={() => props.onChange(!props.pressed)}
    >
      {props.children}
    </button>
  );
}

/** One of a few: a row of radio buttons in one frame. */
export function Segmented<V extends string>(props: {
  readonly label: string;
  readonly value: V;
  readonly options: readonly { readonly value: V; readonly label: string }[];
  readonly onChange: (value: V) => void;
}) {
  return (
    <div className="segmented" role="radiogroup" aria-label={props.label}>
      {props.options.map((option) => (
        <button
          key={option.value}
          type="button"
          role="radio"
          aria-checked={option.value === props.value}
          onClick={() => props.onChange(option.value)}
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}
