/** Asks for a number of replicas. */
import { useState } from "react";
import { useI18n } from "../i18n/i18n.tsx";
import { Button, IconButton } from "./button.tsx";
import { Dialog } from "./dialog.tsx";

export function ScaleDialog(props: {
  readonly name: string;
  readonly replicas: number;
  readonly onScale: (replicas: number) => void;
  readonly onClose: () => void;
}) {
  const { t } = useI18n();
  const [replicas, setReplicas] = useState(props.replicas);
  const submit = () => {
    props.onScale(replicas);
    props.onClose();
  };
  const footer = (
    <>
      <Button onClick={props.onClose}>{t.action.cancel}</Button>
      <Button variant="primary" onClick={submit}>
        {t.action.scaleNow}
      </Button>
    </>
  );
  return (
    <Dialog title={t.action.scaleTitle(props.name)} onClose={props.onClose} footer={footer}>
      <form
        className="stepper"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <IconButton
          icon="minus"
          label={t.action.fewer}
          onClick={() => setReplicas(Math.max(0, replicas - 1))}
        />
        <input
          autoFocus
          type="number"
          min={0}
          aria-label={t.action.scaleReplicas}
          value={replicas}
          onFocus={(event) => event.target.select()}
          onChange={(event) =>
            setReplicas(Math.max(0, Math.floor(event.target.valueAsNumber || 0)))
          }
        />
        <IconButton icon="plus" label={t.action.more} onClick={() => setReplicas(replicas + 1)} />
      </form>
    </Dialog>
  );
}
