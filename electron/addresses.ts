/** The addresses under which the app's own pages are served, each page an origin of its own. */

export const appScheme = "app";
export const dashboardOrigin = "app://kubarium";
export const dashboardUrl = `${dashboardOrigin}/`;
export const storageOrigin = "app://storage";
export const storageUrl = `${storageOrigin}/`;

/** `scheme://host` of a URL; the URL class itself knows no origin for schemes of one's own. */
export function originOf(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}
