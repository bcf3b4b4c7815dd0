/** kubectl port-forward: by Pod and by Service, after broken connections, and its end. Expectations: test/e2e/kubectl/portforward.go of Kubernetes. */
import { createConnection } from "node:net";
import { beforeAll, expect, test } from "vitest";
import { eventually } from "../fixtures/eventually.ts";
import { describeKubectls } from "../fixtures/kubectl-suite.ts";
import { follow, refused } from "../fixtures/kubectl-steps.ts";

describeKubectls(
  (at) => {
    const forward = async (...args: string[]) => {
      const child = at.start(["port-forward", ...args]);
      let said = "";
      for (const output of [child.stdout, child.stderr])
        output.on("data", (chunk: Buffer) => (said += chunk.toString()));
      const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
      const port = await eventually(async () => {
        const [, found] = /127\.0\.0\.1:(\d+) -> /.exec(said) ?? [];
        expect(found, said).toBeDefined();
        return Number(found);
      });
      const status = async (path: string) =>
        (await fetch(`http://127.0.0.1:${port}${path}`, { headers: { connection: "close" } }))
          .status;
      return { port, status, ended, said: () => said, stop: () => child.kill() };
    };

    beforeAll(async () => {
      const image = "agnhost:2.53";
      await follow(at, [
        [`run web --image=${image} --port=80 -- test-webserver`, "pod/web created\n"],
        ["expose pod web --port=8080 --target-port=80", "service/web exposed\n"],
        ["wait pod/web --for=condition=Ready --timeout=20s", "pod/web condition met\n"],
      ]);
    });

    test("goes on after a client that left without reading", async () => {
      const { port, status, stop, said } = await forward("web", ":80");
      try {
        expect(await status("/")).toBe(200);
        await new Promise<void>((resolve, reject) => {
          const connection = createConnection(port, "127.0.0.1", () =>
            connection.write("GET /nope HTTP/1.1\r\nHost: localhost\r\n\r\n"),
          );
          connection.once("data", () => {
            connection.resetAndDestroy();
            resolve();
          });
          connection.once("error", reject);
        });
        expect(await status("/")).toBe(200);
        expect(said()).toContain("Handling connection for ");
      } finally {
        stop();
      }
    });

    test("finds the Pod and its port by Service, and ends with the Pod", async () => {
      await follow(at, [
        ["port-forward svc/web :9", refused(/Service web does not have a service port 9/)],
      ]);
      const { status, ended, said } = await forward("svc/web", ":8080");
      expect(said()).toMatch(/:\d+ -> 80\n/);
      expect(await status("/")).toBe(200);
      await at.ok(["delete", "pod", "web", "--now"]);
      await status("/").catch(() => undefined);
      expect(await ended).toBe(1);
      expect(said()).toMatch(/error: lost connection to pod\n$/);
    });

    test("is refused where there is nothing to forward to", async () => {
      await follow(at, [
        ["port-forward nope :80", refused('Error from server (NotFound): pods "nope" not found\n')],
        [
          "port-forward svc/web :8080 --pod-running-timeout=1s",
          refused(/timed out waiting for the condition|no pods/),
        ],
        ['run waiting --image=example/x --overrides={"spec":{"schedulerName":"none"}}', /created/],
        [
          "port-forward waiting :80 --pod-running-timeout=1s",
          refused(
            /unable to forward port because pod is not running\. Current status=Pending|timed out/,
          ),
        ],
        ["delete pod,svc --all --now", /deleted/],
      ]);
    });
  },
  { newest: true },
);
