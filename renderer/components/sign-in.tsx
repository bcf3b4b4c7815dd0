/** What is shown without a token: where to get one. */
import { useI18n } from "../i18n/i18n.tsx";
import { Mark } from "./icons.tsx";

export function SignIn() {
  const { t } = useI18n();
  return (
    <main className="sign-in">
      <Mark />
      <h1>{t.connection.signInTitle}</h1>
      <p>{t.connection.signInHint}</p>
      <p className="muted">{t.connection.signInCommand}</p>
      <code>kubarium status</code>
    </main>
  );
}
