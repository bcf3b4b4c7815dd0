/** Why a Pod fits nowhere, as FitError writes it (framework/types_test.go, TestFitError_Error; schedule_one_test.go). */
import { describe, expect, test } from "vitest";
import { fitMessage } from "../../../src/scheduler/fit-message.ts";

describe("the message of a Pod that fits nowhere", () => {
  const first = "Node(s) failed Filter plugin FalseFilter-1";
  const second = "Node(s) failed Filter plugin FalseFilter-2";
  test.each<readonly [string, number, Readonly<Record<string, number>> | string, string]>([
    [
      "one thing that kept every node from being looked at",
      3,
      "Node(s) failed PreFilter plugin FalsePreFilter",
      "0/3 nodes are available: Node(s) failed PreFilter plugin FalsePreFilter.",
    ],
    ["one filter", 3, { [first]: 3 }, `0/3 nodes are available: 3 ${first}.`],
    [
      "two filters, sorted as text",
      3,
      { [first]: 2, [second]: 1 },
      `0/3 nodes are available: 1 ${second}, 2 ${first}.`,
    ],
    [
      "several reasons of one node",
      1,
      { "Insufficient cpu": 1, "Insufficient memory": 1 },
      "0/1 nodes are available: 1 Insufficient cpu, 1 Insufficient memory.",
    ],
    [
      "ten nodes come before two: it is text that is sorted",
      12,
      { "Too many pods": 2, "Insufficient cpu": 10 },
      "0/12 nodes are available: 10 Insufficient cpu, 2 Too many pods.",
    ],
    [
      "no nodes",
      0,
      "no nodes available to schedule pods",
      "0/0 nodes are available: no nodes available to schedule pods.",
    ],
    ["nothing at all", 3, {}, "0/3 nodes are available:"],
  ])("tells %s", (_, nodeCount, refused, message) => {
    const reasons = typeof refused === "string" ? refused : new Map(Object.entries(refused));
    expect(fitMessage(nodeCount, reasons)).toBe(message);
  });
});
