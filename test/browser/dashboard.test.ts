/** The dashboard as its users meet it: the built page in Chromium on the built engine, nothing in between replaced. */
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { CliCluster, type Status } from "../fixtures/running-cluster.ts";
import { DashboardBrowser, rowTexts, visit, type OpenOptions } from "./dashboard-page.ts";
import { chromiumPath } from "./dexie-chromium.ts";

const skipped = chromiumPath === undefined;
if (skipped) console.log("skipped: no Chromium found; set KUBARIUM_CHROMIUM to the path of one");

const configMap = (name: string, data: Readonly<Record<string, string>>) =>
  JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name }, data });

describe.skipIf(skipped)("the dashboard", () => {
  const cluster = new CliCluster();
  let status: Status;
  let browser: DashboardBrowser;

  beforeAll(async () => {
    [status, browser] = await Promise.all([
      cluster.start(["--nodes", "2"]),
      DashboardBrowser.start(),
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await cluster.dispose();
  });

  async function open(path: string, options?: OpenOptions): Promise<Page> {
    const { page, texts } = await browser.open(status.dashboardUrl, options);
    await visit(page, path);
    onTestFinished(async () => {
      await page.context().close();
      expect(texts).toEqual([]);
    });
    return page;
  }

  async function apply(page: Page, manifest: string): Promise<void> {
    await page.getByRole("button", { name: "Apply YAML" }).click();
    await page.locator(".dialog .cm-content").click();
    await page.keyboard.insertText(manifest);
    await page.keyboard.press("Control+Enter");
  }

  test("takes the token out of the address and says that it is connected", async () => {
    const page = await open("overview");
    await page.getByText("Connected", { exact: true }).waitFor();
    expect(page.url()).not.toContain("token");
    await page.reload();
    await page.getByText("Connected", { exact: true }).waitFor();
  });

  test("without a token it says where to get one", async () => {
    const { page } = await browser.open(new URL(status.dashboardUrl).origin);
    onTestFinished(() => page.context().close());
    await page.getByRole("heading", { name: "Open the dashboard with its token" }).waitFor();
  });

  test("applies the sample, and its Pods appear and become Running by themselves", async () => {
    const page = await open("pods");
    await page.getByRole("button", { name: "Apply YAML" }).click();
    await page.getByRole("button", { name: "Insert a sample" }).click();
    await page.getByRole("button", { name: "Apply 2 documents" }).click();
    await expect.poll(() => page.locator(".apply-documents .good").count()).toBe(2);
    await page.getByRole("button", { name: "Close" }).click();
    await expect
      .poll(async () => (await rowTexts(page)).filter((text) => text.includes("Running")).length, {
        timeout: 15_000,
      })
      .toBe(3);
  });

  test("follows a container's log and finds words in it", async () => {
    const page = await open("pods");
    await page.locator(".row-link").first().click();
    await page.getByRole("link", { name: "Logs" }).click();
    await page.locator(".log-line").first().waitFor();
    const words = (await page.locator(".log-line").first().innerText()).split(/\s+/);
    const word = words.find((each) => each.length > 3) ?? "";
    await page.getByRole("textbox", { name: "Search the log" }).fill(word.toUpperCase());
    expect(await page.locator(".log-line mark").first().innerText()).toBe(word);
  });

  test("scales a Deployment from its row, and the row follows", async () => {
    const page = await open("deployments");
    const row = page.getByRole("row", { name: "hello" });
    await row.hover();
    await row.getByRole("button", { name: "Actions" }).click();
    await page.getByRole("menuitem", { name: "Scale…" }).click();
    await page.getByRole("spinbutton", { name: "Replicas" }).fill("5");
    await page.keyboard.press("Enter");
    await expect.poll(() => row.innerText(), { timeout: 15_000 }).toContain("5/5");
  });

  test("shows the server's refusal of a document with its cause, and applies the sound one beside it", async () => {
    const page = await open("configmaps");
    const broken = JSON.stringify({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "broken" },
      dataa: {},
    });
    await apply(page, `${configMap("sound", { a: "1" })}\n---\n${broken}\n---\n{`);
    await expect.poll(() => page.locator(".apply-documents .good").count()).toBe(1);
    const refusals = await page.locator(".apply-documents .bad").allInnerTexts();
    expect(refusals).toHaveLength(2);
    expect(refusals[0]).toContain("dataa");
    expect(refusals[1]).toContain("Not valid YAML");
  });

  test("names the owner of a field in conflict, and takes the field over only when told", async () => {
    const page = await open("configmaps");
    await apply(page, configMap("owned", { key: "mine" }));
    await expect.poll(() => page.locator(".apply-documents .good").count()).toBe(1);
    await page.getByRole("button", { name: "Close" }).click();
    const path = "/api/v1/namespaces/default/configmaps/owned";
    await request(page, {
      method: "PATCH",
      path: `${path}?fieldManager=another&force=true`,
      headers: { "content-type": "application/apply-patch+yaml" },
      body: configMap("owned", { key: "theirs" }),
    });
    await apply(page, configMap("owned", { key: "mine again" }));
    const document = page.locator(".apply-documents .warn");
    await document.getByText('conflict with "another"').first().waitFor();
    await document.getByRole("checkbox").check();
    await page.getByRole("button", { name: "Apply 1 document" }).click();
    await expect.poll(() => page.locator(".apply-documents .good").count()).toBe(1);
    expect(await request(page, { method: "GET", path })).toContain("mine again");
  });

  test("an edit that came too late is refused, and overwrites only when told", async () => {
    const page = await open("configmaps");
    await apply(page, configMap("edited", { key: "first" }));
    await expect.poll(() => page.locator(".apply-documents .good").count()).toBe(1);
    await page.getByRole("button", { name: "Close" }).click();
    await visit(page, "configmaps/default/edited/yaml");
    await page.getByRole("button", { name: "Edit" }).click();
    await page.locator(".cm-line", { hasText: "key: first" }).click();
    await page.keyboard.press("End");
    await page.keyboard.insertText("-mine");
    const path = "/api/v1/namespaces/default/configmaps/edited";
    await request(page, {
      method: "PATCH",
      path,
      headers: { "content-type": "application/merge-patch+json" },
      body: JSON.stringify({ data: { other: "theirs" } }),
    });
    await page.getByText("A newer version is on the server.").waitFor();
    const asked = page.waitForEvent("dialog").then((dialog) => dialog.dismiss());
    await page.getByRole("link", { name: "Summary" }).click();
    await asked;
    expect(await page.locator(".cm-line", { hasText: "first-mine" }).count()).toBe(1);
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Changed on the server").waitFor();
    await page.getByRole("button", { name: "Overwrite with mine" }).click();
    await page.getByText("edited saved").waitFor();
    const stored = JSON.parse(await request(page, { method: "GET", path })) as { data: object };
    expect(stored.data).toEqual({ key: "first-mine" });
  });

  test("keeps a Secret's values to itself until asked", async () => {
    const page = await open("secrets");
    const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "hidden" } };
    await apply(page, JSON.stringify({ ...secret, stringData: { password: "open sesame" } }));
    await expect.poll(() => page.locator(".apply-documents .good").count()).toBe(1);
    await page.getByRole("button", { name: "Close" }).click();
    await visit(page, "secrets/default/hidden/data");
    await page.getByText("password").waitFor();
    expect(await page.getByText("open sesame").count()).toBe(0);
    await page.getByRole("button", { name: "Show", exact: true }).click();
    await page.getByText("open sesame").waitFor();
  });

  test("browses any resource as the server prints it", async () => {
    const page = await open("browse");
    await page.getByRole("textbox", { name: "Filter" }).fill("clusterroles");
    await page.getByRole("link", { name: "ClusterRole", exact: true }).click();
    await page.getByRole("textbox", { name: "Filter" }).fill("cluster-admin");
    await page.getByRole("link", { name: "cluster-admin" }).click();
    await page.getByRole("link", { name: "YAML" }).click();
    await page.locator(".cm-line", { hasText: "kind: ClusterRole" }).waitFor();
  });

  test("the palette opens with the keyboard and leads to an object", async () => {
    const page = await open("overview");
    await page.getByText("Connected", { exact: true }).waitFor();
    await page.keyboard.press("Control+k");
    await page.keyboard.insertText("hello");
    await page.getByRole("option", { name: /Deployment/ }).waitFor();
    await page.keyboard.press("Enter");
    await expect.poll(() => page.url()).toContain("/hello");
  });

  test("filters with the slash key, and keeps the filter and the order in the address", async () => {
    const page = await open("pods?sort=name");
    await page.locator(".row-link").first().waitFor();
    await page.keyboard.press("/");
    await page.keyboard.insertText("no-such-pod");
    await page.getByText("Nothing matches the filter").waitFor();
    expect(page.url()).toContain("q=no-such-pod");
    expect(page.url()).toContain("sort=name");
  });

  test("exports a snapshot whose import brings back what was deleted since", async () => {
    const page = await open("snapshot");
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export snapshot" }).click();
    const file = await (await download).path();
    expect(readFileSync(file, "utf8")).toContain('"hello"');
    await request(page, {
      method: "DELETE",
      path: "/apis/apps/v1/namespaces/default/deployments/hello",
    });
    await page.locator("input[type=file]").setInputFiles(file);
    await page.getByRole("button", { name: "Replace everything" }).click();
    await page.getByText("The snapshot is restored").waitFor();
    await visit(page, "deployments");
    await page.getByRole("row", { name: "hello" }).waitFor();
  });

  test("speaks Chinese to a Chinese browser, switches at once and remembers it", async () => {
    const page = await open("overview", { locale: "zh-CN", colorScheme: "dark" });
    await page.getByRole("heading", { name: "概览" }).waitFor();
    expect(await page.locator("html").getAttribute("data-theme")).toBe("dark");
    await page.getByRole("button", { name: "语言" }).click();
    await page.getByRole("menuitemradio", { name: "English" }).click();
    await page.getByRole("heading", { name: "Overview" }).waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "Overview" }).waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
  });

  test("says that the connection is lost, and goes on when the engine is back", async () => {
    const { page } = await browser.open(status.dashboardUrl);
    onTestFinished(() => page.context().close());
    await visit(page, "deployments");
    await page.getByRole("row", { name: "hello" }).waitFor();
    await cluster.end("SIGKILL");
    await page.getByRole("alert").getByText("The connection to the cluster is lost.").waitFor();
    await page.getByRole("row", { name: "hello" }).waitFor();
    const port = new URL(status.dashboardUrl).port;
    status = await cluster.start(["--nodes", "2", "--dashboard-port", port]);
    await page.getByRole("alert").waitFor({ state: "detached", timeout: 20_000 });
    await visit(page, "nodes");
    await expect.poll(async () => (await rowTexts(page)).length).toBe(2);
  });
});

interface ApiCall {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One request of another client: a second connection with the page's own token. Gives the answer's body. */
function request(page: Page, call: ApiCall): Promise<string> {
  return page.evaluate(
    (sent) =>
      new Promise<string>((resolve, reject) => {
        const token = sessionStorage.getItem("kubarium.token") ?? "";
        const socket = new WebSocket(`ws://${location.host}/mux`, [
          "kubarium.mux.v1",
          `kubarium.token.${token}`,
        ]);
        let body = "";
        socket.onerror = () => reject(new Error("no second connection"));
        socket.onopen = () => socket.send(JSON.stringify({ id: 1, ...sent }));
        socket.onmessage = (event: MessageEvent<string>) => {
          const message = JSON.parse(event.data) as { status?: number; data?: string; end?: true };
          body += message.data ?? "";
          if (message.status !== undefined && message.status >= 300) reject(new Error(body));
          if (message.end) {
            socket.close();
            resolve(body);
          }
        };
      }),
    call,
  );
}
