// From the URL of a LINDI file to the first trace: everything that is fetched on the way.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { contest } from "../harness/contest.mjs";
import { speedText, timeText, trafficText } from "../harness/report.mjs";
import { sha256 } from "../jobs/digest.mjs";

const path = "/acquisition/ElectricalSeries/data";
const channel = 5;
const links = { fast: "loopback", slow: "40 ms, 200 Mbit/s" };

export async function measureOpening(bench) {
  const { place, server, report, samples, run, isQuick } = bench;
  report.heading("Cold open of the sample LINDI file and its first trace");
  const map = JSON.parse(await readFile(join(samples, "ecephys.nwb.lindi.json"), "utf8"));
  for (const [key, value] of Object.entries(map.refs)) map.refs[key] = textOf(value);
  const [rows, channels] = JSON.parse(map.refs[`${path.slice(1)}/.zarray`]).shape;
  const chunk = map.refs[`${path.slice(1)}/0.0`];
  const expected = await traceDigest(chunk, rows, channels, samples);
  for (const [link, linkTitle] of Object.entries(links)) {
    await place.renew();
    // zarrita takes no relative URLs
    const fileUrl = `${server[link]}/samples/ecephys.nwb`;
    const text = JSON.stringify({ ...map, templates: { u1: fileUrl } });
    await writeFile(join(run, `lindi-${link}.json`), text);
    const mapUrl = `${server[link]}/run/lindi-${link}.json`;
    const args = { mapUrl, path, selection: [null, channel] };
    const ranges = [
      { url: mapUrl, offset: 0, length: Buffer.byteLength(text) },
      { url: fileUrl, offset: chunk[1], length: chunk[2] },
    ];
    const title = `${place.name} open and first trace, ${linkTitle}`;
    const entrants = { chunkatlas: args, zarrita: args, bare: { ranges, inTurn: true } };
    const { chunkatlas, zarrita, bare } = await contest(bench, title, "trace", entrants, {
      rounds: isQuick ? 2 : 9,
      expected,
      expectedShape: [rows],
      bareBytes: ranges[0].length + ranges[1].length,
    });
    const twice = chunkatlas.twice;
    report.line(
      title,
      [
        `chunkatlas ${timeText(chunkatlas.time)} ${trafficText(chunkatlas.traffic)}`,
        `zarrita ${timeText(zarrita.time)} ${trafficText(zarrita.traffic)}`,
        `floor ${timeText(bare.time)}`,
        speedText(chunkatlas.time, "zarrita", zarrita.time),
        `${(chunkatlas.time.median / bare.time.median).toFixed(2)}x the floor's time`,
      ],
      [
        [`nothing fetched twice${twice.length > 0 ? ` (${twice})` : ""}`, twice.length === 0],
        ["no more requests than zarrita", chunkatlas.traffic.requests <= zarrita.traffic.requests],
      ],
    );
  }
}

/** LINDI writes metadata as objects or as text; zarrita takes only text. */
function textOf(value) {
  const isObject = typeof value === "object" && !Array.isArray(value);
  return isObject ? JSON.stringify(value) : value;
}

/** The trace as it lies in the NWB file: one raw chunk. */
async function traceDigest([, offset, size], rows, channels, samples) {
  const file = await readFile(join(samples, "ecephys.nwb"));
  const values = new Int16Array(new Uint8Array(file.subarray(offset, offset + size)).buffer);
  return sha256(Int16Array.from({ length: rows }, (_, row) => values[row * channels + channel]));
}
