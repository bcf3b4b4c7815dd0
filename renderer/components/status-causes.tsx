/** What a Status says in detail: one line for each refused field. */
import type { ApiStatus } from "../../src/api/status.ts";

export function StatusCauses({ status }: { readonly status: ApiStatus }) {
  const causes = status.details?.causes ?? [];
  if (causes.length === 0) return null;
  return (
    <ul className="causes">
      {causes.map((cause) => (
        <li key={`${cause.field ?? ""} ${cause.message ?? ""}`}>
          {cause.field && <code>{cause.field}</code>}
          <span>{cause.message ?? cause.reason}</span>
        </li>
      ))}
    </ul>
  );
}
