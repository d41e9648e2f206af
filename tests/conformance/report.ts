/** The results as docs/conformance.md, and as a few lines for the terminal. */
import type { Outcome } from "./outcome.js";
import type { PeerOutcome } from "./peer.js";

export interface Result {
  readonly name: string;
  readonly ours: Outcome;
  readonly peer: PeerOutcome;
}

export interface FamilyResult {
  readonly name: string;
  readonly about: string;
  readonly cases: readonly Result[];
}

const kOurs = ["right", "refused", "wrong", "failed"] as const;
const kPeer = ["right", "wrong", "error", "cannot"] as const;

/** Of what went wrong, so many cases are named. */
const kExamples = 4;

export function summary(families: readonly FamilyResult[]): string {
  const lines = families.map(({ name, cases }) => {
    return `${name.padEnd(24)} ${String(cases.length).padStart(5)}  ${countsText(cases)}`;
  });
  const faults = families.flatMap(({ name, cases }) => {
    return cases.flatMap(({ name: one, ours }) => {
      const isFault = ours.verdict === "wrong" || ours.verdict === "failed";
      return isFault ? [`${ours.verdict.toUpperCase()} ${name}: ${one}: ${ours.message}`] : [];
    });
  });
  const all = families.flatMap(({ cases }) => cases);
  return [...lines, ...faults, `${all.length} cases: ${countsText(all)}`].join("\n");
}

function countsText(cases: readonly Result[]): string {
  const texts = kOurs.map((verdict) => `${countOf(cases, verdict)} ${verdict}`);
  return `${texts.join(", ")}; zarrita ${kPeer
    .map((verdict) => `${cases.filter(({ peer }) => peer.verdict === verdict).length} ${verdict}`)
    .join(", ")}`;
}

function countOf(cases: readonly Result[], verdict: Outcome["verdict"]): number {
  return cases.filter(({ ours }) => ours.verdict === verdict).length;
}

export function report(families: readonly FamilyResult[]): string {
  const all = { name: "all", about: "", cases: families.flatMap(({ cases }) => cases) };
  return `# Conformance

Inputs that other tools wrote, opened over HTTP and compared bit for bit with what those tools read.
Written by \`npm run conformance\`, which needs the built package; the inputs and expected values are
\`tests/fixtures/conformance/\` (\`scripts/make-conformance.py\` makes them) and numcodecs' own
fixtures. zarrita, with its reference store, opens the same; what it has no words for is not held
against it (\`tests/conformance/peer.ts\`).

**right**: every value, shape, fill value and attribute is the expected one, or the expected error came.
**refused**: an error with a code, where values were expected. **wrong**: anything else than expected,
without an error. **failed**: an error without a code. **cannot**: zarrita has no reader for such files.

| family | cases | right | refused | wrong | failed | zarrita: right | wrong | error | cannot |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
${[...families, all].map(row).join("\n")}

${families.map(({ name, about }) => `- **${name}**: ${about}.`).join("\n")}

## Refused

${groups(families, refusal) || "Nothing."}

## Wrong or failed

${groups(families, fault) || "Nothing."}

## zarrita: wrong values

${groups(families, peerFault) || "Nothing."}

## zarrita: errors

${groups(families, peerError) || "Nothing."}
`;
}

function row({ name, cases }: FamilyResult): string {
  const ours = kOurs.map((verdict) => countOf(cases, verdict));
  const peer = kPeer.map((verdict) => cases.filter((each) => each.peer.verdict === verdict).length);
  return `| ${[name, cases.length, ...ours, ...peer].join(" | ")} |`;
}

/** A table of what `reasonOf` says of cases, with the number of cases and some of their names. */
function groups(
  families: readonly FamilyResult[],
  reasonOf: (result: Result) => string | undefined,
): string {
  const rows = families.flatMap(({ name, cases }) => {
    const found = new Map<string, string[]>();
    for (const one of cases) {
      const reason = reasonOf(one);
      if (reason !== undefined) found.set(reason, [...(found.get(reason) ?? []), one.name]);
    }
    return [...found].map(([reason, names]) => {
      const examples = names.slice(0, kExamples).map((each) => `"${cell(each)}"`);
      const more = names.length > kExamples ? ", …" : "";
      return `| ${name} | ${names.length} | ${cell(reason)} | ${examples.join(", ")}${more} |`;
    });
  });
  if (rows.length === 0) return "";
  return ["| family | cases | what | such as |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

function cell(text: string): string {
  const printable = text.replaceAll(/[\s\p{Cc}]+/gu, " ");
  return printable.replaceAll("|", "\\|").replaceAll("<", "\\<");
}

function refusal({ ours }: Result): string | undefined {
  return ours.verdict === "refused" ? `${ours.code}: ${withoutPlace(ours.message)}` : undefined;
}

function fault({ ours }: Result): string | undefined {
  const isFault = ours.verdict === "wrong" || ours.verdict === "failed";
  return isFault ? `${ours.verdict}: ${withoutPlace(ours.message)}` : undefined;
}

function peerFault({ peer }: Result): string | undefined {
  if (peer.verdict !== "wrong") return undefined;
  return peer.message.endsWith("no error") ? "no error where one must be" : "other values";
}

function peerError({ peer }: Result): string | undefined {
  return peer.verdict === "error" ? withoutPlace(peer.message) : undefined;
}

/** A message without ports, chunks and such, so that equal faults are one line. */
function withoutPlace(message: string): string {
  return message
    .replace(/ \([^()]*\)$/, "")
    .replaceAll(/http:\/\/127\.0\.0\.1:\d+\/bundle\/[^\s"')]*/g, "…")
    .slice(0, 160);
}
