/** A menu below its button, in the browser's top layer; arrow keys move, Escape or a click elsewhere closes. */
import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { Icon, type IconName } from "./icons.tsx";

export interface MenuItem {
  readonly id: string;
  readonly label: string;
  readonly icon?: IconName;
  readonly danger?: boolean;
  readonly checked?: boolean;
  readonly onSelect: () => void;
}

export function Menu(props: {
  readonly label: string;
  readonly trigger: ReactNode;
  readonly triggerClass: string;
  readonly items: readonly MenuItem[] | (() => readonly MenuItem[]);
}) {
  const id = useId();
  const popover = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const items = open ? (typeof props.items === "function" ? props.items() : props.items) : [];
  const place = () => {
    const [box, anchor] = [popover.current, button.current?.getBoundingClientRect()];
    if (!box || !anchor) return;
    const below = anchor.bottom + 4 + box.offsetHeight <= innerHeight;
    box.style.top = `${below ? anchor.bottom + 4 : Math.max(4, anchor.top - 4 - box.offsetHeight)}px`;
    box.style.left = `${Math.max(4, Math.min(anchor.left, innerWidth - box.offsetWidth - 8))}px`;
    box.querySelector<HTMLElement>("[role^=menuitem]")?.focus();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className={props.triggerClass}
        aria-label={props.label}
        aria-haspopup="menu"
        aria-expanded={open}
        title={props.label}
        popoverTarget={id}
        onClick={(event) => event.stopPropagation()}
      >
        {props.trigger}
      </button>
      <div
        id={id}
        ref={popover}
        popover="auto"
        role="menu"
        aria-label={props.label}
        className="menu"
        onKeyDown={moveFocus}
        onClick={(event) => event.stopPropagation()}
        onToggle={(event) => {
          setOpen(event.newState === "open");
          if (event.newState === "open") requestAnimationFrame(place);
        }}
      >
        {items.map((item) => (
          <button
            key={item.id}
            type="button"
            role={item.checked === undefined ? "menuitem" : "menuitemradio"}
            aria-checked={item.checked}
            className={item.danger ? "danger" : ""}
            onClick={() => {
              popover.current?.hidePopover();
              item.onSelect();
            }}
          >
            {item.icon && <Icon name={item.icon} />}
            <span>{item.label}</span>
            {item.checked && <Icon name="check" />}
          </button>
        ))}
      </div>
    </>
  );
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>("[role^=menuitem]")];
  const at = items.findIndex((item) => item === document.activeElement);
  items[(at + step + items.length) % items.length]?.focus();
}
