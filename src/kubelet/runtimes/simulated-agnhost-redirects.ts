/** What agnhost's servers answer with that send their clients elsewhere. */

const redirectWords: Readonly<Record<number, string>> = {
  301: "Moved Permanently",
  302: "Found",
  303: "See Other",
  307: "Temporary Redirect",
  308: "Permanent Redirect",
};

/** What Go's http.Redirect writes for those who do not follow. */
export function redirectBody(status: number, location: string): string {
  const escaped = location
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&#34;");
  return `<a href="${escaped}">${redirectWords[status] ?? ""}</a>.\n\n`;
}
