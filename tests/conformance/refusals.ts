/**
 * Which cases of the bundles are refused today, with their code: `refusals.json`. All others are
 * right. `npm run conformance -- --update` writes it anew.
 */
import type { Outcome } from "./outcome.js";

/** Codes by family and case. */
export type Refusals = Readonly<Record<string, Readonly<Record<string, string>>>>;

interface Family {
  readonly name: string;
  readonly cases: readonly { readonly name: string; readonly ours: Outcome }[];
}

export function refusalsOf(families: readonly Family[]): Refusals {
  const found = families.map(({ name, cases }) => {
    const codes = cases.map((each) => [each.name, standing(each.ours)]);
    return [name, Object.fromEntries(codes.filter(([, code]) => code !== "right"))];
  });
  return Object.fromEntries(found);
}

/** An outcome in a word: "right", the code of a refusal, or what is wrong. */
export function standing(outcome: Outcome): string {
  if (outcome.verdict === "right") return "right";
  if (outcome.verdict === "refused") return outcome.code;
  return `${outcome.verdict}: ${outcome.message}`;
}
