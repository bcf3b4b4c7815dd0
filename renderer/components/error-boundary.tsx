/** Keeps a page that throws from taking the whole dashboard with it. */
import { Component, type ReactNode } from "react";
import type { Dictionary } from "../i18n/dictionary.ts";
import { Button } from "./button.tsx";
import { ErrorState } from "./state.tsx";

interface Props {
  readonly t: Dictionary;
  /** Another page, another try. */
  readonly page: string;
  readonly children: ReactNode;
}

interface State {
  readonly error: Error | undefined;
  readonly page: string;
}

export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: undefined, page: this.props.page };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  static getDerivedStateFromProps(props: Props, state: State): Partial<State> | null {
    return props.page === state.page ? null : { error: undefined, page: props.page };
  }

  override render(): ReactNode {
    const { t, children } = this.props;
    if (!this.state.error) return children;
    return (
      <section className="page">
        <ErrorState title={t.shell.crashed} error={this.state.error} />
        <div className="center">
          <Button onClick={() => location.reload()}>{t.shell.reload}</Button>
        </div>
      </section>
    );
  }
}
