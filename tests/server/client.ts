/** How tests, in Node and in a browser, speak with the test server. */
import { expect, inject } from "vitest";
import type { LogEntry } from "./exchange.js";

let lastId = 0;

/** An id that no other test uses. */
export function newId(): string {
  lastId++;
  return `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}-${lastId}`;
}

export function dataUrl(size: number, id = newId()): string {
  return `${inject("origin")}/data/${size}/${id}`;
}

export function faultUrl(name: string, parameters: Record<string, string | number> = {}): string {
  const query = Object.entries(parameters).map(([key, value]) => {
    return `${key}=${encodeURIComponent(value)}`;
  });
  return `${inject("origin")}/fault/${name}/${newId()}?${query.join("&")}`;
}

/** The requests, preflights left out, to a URL of the test server, or with its id. */
export async function readLog(url: string): Promise<LogEntry[]> {
  const id = new URL(url).pathname.split("/").at(-1);
  const reply = await fetch(`${inject("origin")}/log/${id}`);
  const entries: LogEntry[] = await reply.json();
  return entries.filter(({ method }) => method !== "OPTIONS");
}

/** Waits until the server has seen `count` requests to `url`. */
export async function untilAsked(url: string, count = 1): Promise<void> {
  await expect.poll(async () => (await readLog(url)).length).toBe(count);
}

/** Waits until the server has seen that the client gave up its only request to `url`. */
export async function untilCancelled(url: string): Promise<void> {
  await expect
    .poll(async () => (await readLog(url)).map(({ cancelled }) => cancelled))
    .toEqual([true]);
}
