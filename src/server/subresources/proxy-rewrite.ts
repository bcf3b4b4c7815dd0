/** Links of proxied pages, so that they lead through the proxy again (apimachinery, pkg/util/proxy, Transport.rewriteURL). */

export interface LinkContext {
  /** `/api/v1/namespaces/default/services/web/proxy`. */
  readonly prefix: string;
  /** Hosts that mean the proxied one: its own, and that of the request. */
  readonly hosts: readonly string[];
}

/** An address as it is reached through the proxy. Relative ones, and those of other hosts, are left alone. */
export function rewriteLocation(link: string, { prefix, hosts }: LinkContext): string {
  const absolute = /^(?:https?:)?\/\/([^/?#]*)([^]*)$/i.exec(link);
  if (absolute) {
    if (!hosts.includes(absolute[1] ?? "")) return link;
    const path = absolute[2] ?? "";
    return rewriteLocation(path.startsWith("/") ? path : `/${path}`, { prefix, hosts });
  }
  if (!link.startsWith("/") || link.startsWith(prefix)) return link;
  return `${prefix}${link}`;
}

/** Tags and their attributes that hold an address. */
const attributesOf: Readonly<Record<string, readonly string[]>> = {
  a: ["href"],
  applet: ["codebase"],
  area: ["href"],
  audio: ["src"],
  base: ["href"],
  blockquote: ["cite"],
  body: ["background"],
  button: ["formaction"],
  command: ["icon"],
  del: ["cite"],
  embed: ["src"],
  form: ["action"],
  frame: ["longdesc", "src"],
  head: ["profile"],
  html: ["manifest"],
  iframe: ["longdesc", "src"],
  img: ["longdesc", "src", "usemap"],
  input: ["src", "usemap", "formaction"],
  ins: ["cite"],
  link: ["href"],
  object: ["classid", "codebase", "data", "usemap"],
  q: ["cite"],
  script: ["src"],
  source: ["src"],
  video: ["poster", "src"],
};

/** A page with its links rewritten; everything else stays as it is. */
export function rewriteHtml(page: string, context: LinkContext): string {
  return page.replace(/<([a-zA-Z]+)((?:\s+[^<>]*)?)>/g, (whole, tag: string, rest: string) => {
    const element = tag.toLowerCase();
    const attributes = Object.hasOwn(attributesOf, element) ? attributesOf[element] : undefined;
    if (!attributes) return whole;
    const rewritten = rest.replace(
      /([a-zA-Z-]+)(\s*=\s*)("[^"]*"|'[^']*'|[^\s"'>]+)/g,
      (attribute, name: string, equals: string, value: string) => {
        if (!attributes.includes(name.toLowerCase())) return attribute;
        const quote = value.startsWith('"') ? '"' : value.startsWith("'") ? "'" : "";
        const link = quote === "" ? value : value.slice(1, -1);
        return `${name}${equals}${quote}${rewriteLocation(link, context)}${quote}`;
      },
    );
    return `<${tag}${rewritten}>`;
  });
}
