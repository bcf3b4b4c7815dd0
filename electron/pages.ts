/** The files of the app's own pages as the `app:` protocol gives them, under a strict content security policy. */
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { dashboardOrigin, originOf, storageOrigin } from "./addresses.ts";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
};

interface Site {
  readonly folder: string;
  readonly index: string;
  /** All that may be had; undefined: the whole folder. */
  readonly files?: ReadonlySet<string>;
  readonly policy: string;
}

const nothingElse =
  "frame-ancestors 'none'; base-uri 'none'; form-action 'none'; object-src 'none'";

const sites: Readonly<Record<string, Site>> = {
  [dashboardOrigin]: {
    folder: "dist/renderer",
    index: "index.html",
    // Styles inline: the editor and the charts set them on elements. Everything else comes by the MessagePort.
    policy: `default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'none'; ${nothingElse}`,
  },
  [storageOrigin]: {
    folder: "dist/electron",
    index: "storage.html",
    files: new Set(["storage.html", "storage.js"]),
    policy: `default-src 'none'; script-src 'self'; ${nothingElse}`,
  },
};

/** Answers a GET of an `app:` URL; `appDir` is the package's folder (or its asar). Never rejects for a bad URL: 404. */
export async function servePage(appDir: string, url: string): Promise<Response> {
  const site = URL.canParse(url) ? sites[originOf(url)] : undefined;
  const name = site && fileName(url, site.index);
  if (!site || name === undefined || (site.files && !site.files.has(name))) return notFound();
  let body: Uint8Array<ArrayBuffer>;
  try {
    body = new Uint8Array(await readFile(join(appDir, site.folder, name)));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "EISDIR" || code === "ENOTDIR") return notFound();
    throw error;
  }
  return new Response(body, {
    headers: {
      "content-type": types[extname(name)] ?? "application/octet-stream",
      "content-security-policy": site.policy,
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
    },
  });
}

function notFound(): Response {
  return new Response("not found\n", {
    status: 404,
    headers: { "content-type": "text/plain; charset=utf-8" },
  });
}

/** The file below the site's folder; undefined for one outside of it. */
function fileName(url: string, index: string): string | undefined {
  let path: string;
  try {
    path = decodeURIComponent(new URL(url).pathname);
  } catch {
    return undefined;
  }
  const name = normalize(path === "/" ? index : path.slice(1));
  const outside = /^[/\\]|^\.\.|^[a-z]:|\0/i.test(name);
  return outside ? undefined : name;
}
