/**
 * Which host names belong to this machine or to a private network, as opposed to the public
 * internet. Only the name is looked at: a public name that resolves to a private address cannot
 * be told from here.
 */

/** First address and prefix length of what is not public IPv4 (IANA special-purpose registry). */
const kPrivateIpv4: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8], // this network
  ["10.0.0.0", 8], // private
  ["100.64.0.0", 10], // shared by carriers
  ["127.0.0.0", 8], // loopback
  ["169.254.0.0", 16], // link-local, with the metadata services of cloud machines
  ["172.16.0.0", 12], // private
  ["192.0.0.0", 24], // protocol assignments
  ["192.0.2.0", 24], // documentation
  ["192.168.0.0", 16], // private
  ["198.18.0.0", 15], // benchmarks
  ["198.51.100.0", 24], // documentation
  ["203.0.113.0", 24], // documentation
  ["224.0.0.0", 3], // multicast, reserved, broadcast
];

/** Top-level names that are never in the public DNS (RFC 6761, 6762, 8375; ICANN for internal). */
const kPrivateNames = /(^|\.)(localhost|local|internal|home\.arpa)$/;

/**
 * Whether `hostname`, as a parsed URL gives it, is a private host. The URL class has by then
 * turned decimal, octal and hexadecimal IPv4 addresses into dotted ones, and lowered the case.
 */
export function isPrivateHost(hostname: string): boolean {
  if (hostname.startsWith("[")) return isPrivateIpv6(hostname.slice(1, -1));
  const ipv4 = parseIpv4(hostname);
  if (ipv4 !== undefined) return isPrivateIpv4(ipv4);
  const name = hostname.replace(/\.$/, "");
  return !name.includes(".") || kPrivateNames.test(name);
}

function parseIpv4(text: string): number | undefined {
  const parts = /^(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text);
  return parts?.slice(1).reduce((address, part) => address * 256 + Number(part), 0);
}

function isPrivateIpv4(address: number): boolean {
  return kPrivateIpv4.some(([first, prefix]) => {
    const size = 2 ** (32 - prefix);
    const start = parseIpv4(first) ?? 0;
    return address >= start && address < start + size;
  });
}

function isPrivateIpv6(text: string): boolean {
  const groups = parseIpv6(text);
  const embedded = embeddedIpv4(groups);
  if (embedded !== undefined) return isPrivateIpv4(embedded);
  const [first = 0, second = 0] = groups;
  // Public addresses are 2000::/3; loopback, unique local, link-local and multicast are outside
  if (first < 0x2000 || first > 0x3fff) return true;
  const isTeredo = first === 0x2001 && second === 0;
  const isDocumentation = (first === 0x2001 && second === 0xdb8) || first === 0x3fff;
  return isTeredo || isDocumentation;
}

/** The IPv4 address inside a mapped (::ffff:0:0/96), NAT64 (64:ff9b::/96) or 6to4 (2002::/16) one. */
function embeddedIpv4(groups: readonly number[]): number | undefined {
  const [a = 0, b = 0, c = 0] = groups;
  const [g = 0, h = 0] = groups.slice(6);
  const head = groups.slice(0, 6).join();
  if (head === "0,0,0,0,0,65535" || head === `${0x64},${0xff9b},0,0,0,0`) return g * 65536 + h;
  return a === 0x2002 ? b * 65536 + c : undefined;
}

/** The eight groups of an address as the URL class spells it: hexadecimal, at most one "::". */
function parseIpv6(text: string): number[] {
  const [head = "", tail] = text.split("::");
  const before = parseGroups(head);
  if (tail === undefined) return before;
  const after = parseGroups(tail);
  return [...before, ...new Array<number>(8 - before.length - after.length).fill(0), ...after];
}

function parseGroups(text: string): number[] {
  return text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16));
}
