// Large maps, from their URL to values: a million references to one array, and 20,000 series.
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { cp, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { contest } from "../harness/contest.mjs";
import { speedText, timeText, trafficText } from "../harness/report.mjs";

const links = { fast: "loopback", slow: "40 ms, 200 Mbit/s" };
const references = 1_000_000;
const path = "recordings/2024-06-11/probe-a/v";
const [chunkRows, columns, rows] = [10, 32, 1000];
const tables = fileURLToPath(
  new URL("../../tests/fixtures/parquet-large/refs.parq", import.meta.url),
);
const chunkBytes = chunkRows * columns * 2;
const firstByte = 4_000_000_000;

export async function measureMaps(bench) {
  bench.report.heading("From the URL of a map to values");
  const values = Int16Array.from({ length: rows * columns }, (_, index) => (index * 7919) % 30_011);
  await writeFile(join(bench.run, "rows.bin"), values);
  const digest = createHash("sha256").update(new Uint8Array(values.buffer)).digest("hex");
  await measureMap(bench, {
    name: "million",
    what: "a million references and 1000 rows",
    write: writeMillion,
    read: { path: `/${path}`, selection: [[0, rows], null] },
    result: { expected: digest, expectedShape: [rows, columns] },
    fastMs: 400,
    ofFloor: 1.1,
  });
  const trace = createHash("sha256")
    .update(new Uint8Array(values.buffer, 0, 2000))
    .digest("hex");
  await measureMap(bench, {
    name: "series",
    what: "LINDI, 20,000 series and one of them",
    write: writeSeries,
    read: { path: "/acquisition/series_12345/data", selection: [[0, 1000]] },
    result: { expected: trace, expectedShape: [1000] },
    ofFloor: 1.15,
  });
  await measureTables(bench, values);
}

/** The same as Parquet: a million chunks, of which 1000 are read. zarrita knows no such maps. */
async function measureTables(bench, values) {
  const { place, server, report, run, isQuick } = bench;
  const folder = join(run, "million.parq");
  await cp(tables, folder, { recursive: true });
  const read = values.subarray(0, 2000);
  await writeFile(join(folder, "chunks"), read);
  const expected = createHash("sha256").update(new Uint8Array(values.buffer, 0, 4000));
  const result = { expected: expected.digest("hex"), expectedShape: [2000] };
  for (const [link, linkTitle] of Object.entries(links)) {
    await place.renew();
    const title = `${place.name} Parquet, a million references and 1000 chunks, ${linkTitle}`;
    const mapUrl = `${server[link]}/run/million.parq`;
    const entrants = { chunkatlas: { mapUrl, path: "/x", selection: [[0, 2000]] } };
    const rounds = isQuick ? 2 : 5;
    const { chunkatlas } = await contest(bench, title, "trace", entrants, { rounds, ...result });
    const { time, traffic } = chunkatlas;
    report.line(
      title,
      [`chunkatlas ${timeText(time)} ${costText(chunkatlas)}`],
      [
        ["at most 6 requests", traffic.requests <= 6],
        ["<= 250 ms", time.median <= 250],
      ],
    );
  }
}

async function measureMap(bench, { name, what, write, read, result, fastMs, ofFloor }) {
  const { place, server, report, run, isQuick } = bench;
  for (const [link, linkTitle] of Object.entries(links)) {
    await place.renew();
    const file = `${name}-${link}.json`;
    await write(join(run, file), `${server[link]}/run/rows.bin`);
    const mapUrl = `${server[link]}/run/${file}`;
    const { size } = await stat(join(run, file));
    const title = `${place.name} ${what}, ${(size / 1e6).toFixed(0)} MB, ${linkTitle}`;
    const args = { mapUrl, ...read };
    const ranges = [{ url: mapUrl, offset: 0, length: size }];
    const entrants = { chunkatlas: args, zarrita: args, bare: { ranges } };
    const { chunkatlas, zarrita, bare } = await contest(bench, title, "trace", entrants, {
      rounds: isQuick ? 2 : 5,
      bareBytes: size,
      ...result,
    });
    const times = chunkatlas.time.median / bare.time.median;
    const targets = [["no stall over 50 ms", chunkatlas.stallMs <= 50]];
    if (place.name === "node") targets.push(["at most 200 MB", chunkatlas.peakMB <= 200]);
    if (link === "slow") targets.push([`<= ${ofFloor}x the bare download`, times <= ofFloor]);
    else if (fastMs) targets.push([`<= ${fastMs} ms`, chunkatlas.time.median <= fastMs]);
    report.line(
      title,
      [
        `chunkatlas ${timeText(chunkatlas.time)} ${costText(chunkatlas)}`,
        `zarrita ${timeText(zarrita.time)} ${costText(zarrita)}`,
        `bare download ${timeText(bare.time)}`,
        speedText(chunkatlas.time, "zarrita", zarrita.time),
        `${times.toFixed(2)}x the bare download's time`,
      ],
      targets,
    );
  }
}

function costText({ traffic, stallMs, peakMB }) {
  const memory = peakMB > 0 ? `, ${peakMB.toFixed(0)} MB of memory` : "";
  return `${trafficText(traffic)}, longest stall ${stallMs.toFixed(0)} ms${memory}`;
}

/** As LINDI has series of 1000 samples: groups, attributes, one raw chunk each. */
async function writeSeries(file, url) {
  const out = createWriteStream(file);
  const text = (value) => JSON.stringify(JSON.stringify(value));
  const zarray = { zarr_format: 2, shape: [1000], chunks: [1000], dtype: "<i2" };
  Object.assign(zarray, { compressor: null, filters: null, order: "C", fill_value: 0 });
  const attrs = { namespace: "core", neurodata_type: "TimeSeries", comments: "no comments" };
  out.write(
    '{"generationMetadata": {"name": "bench"}, "refs": {".zgroup": "{\\"zarr_format\\":2}"',
  );
  out.write(`, "acquisition/.zgroup": ${text({ zarr_format: 2 })}`);
  for (let index = 0; index < 20_000; index++) {
    const key = `acquisition/series_${index}`;
    const object_id = `3f2c6a9e-7a31-4a7e-9d0c-${String(index).padStart(12, "0")}`;
    const offset = index === 12_345 ? 0 : firstByte + index * 2000;
    const members = [
      `, "${key}/.zattrs": ${text({ ...attrs, description: "a voltage", object_id })}`,
      `, "${key}/.zgroup": ${text({ zarr_format: 2 })}`,
      `, "${key}/data/.zarray": ${text(zarray)}`,
      `, "${key}/data/.zattrs": ${text({ conversion: 1e-6, offset: 0, unit: "volts" })}`,
      `, "${key}/data/0": ["{{u1}}", ${offset}, 2000]`,
    ];
    if (!out.write(members.join(""))) await once(out, "drain");
  }
  out.end(`}, "templates": {"u1": ${JSON.stringify(url)}}, "version": 1}`);
  await once(out, "finish");
}

/** As Kerchunk writes it. Only the chunks that are read lie in the file. */
async function writeMillion(file, url) {
  const zarray = {
    zarr_format: 2,
    shape: [references * chunkRows, columns],
    chunks: [chunkRows, columns],
    dtype: "<i2",
    compressor: null,
    filters: null,
    order: "C",
    fill_value: 0,
  };
  const out = createWriteStream(file);
  const group = JSON.stringify('{"zarr_format":2}');
  out.write(
    `{"version": 1, "templates": {"u": ${JSON.stringify(url)}}, "refs": {".zgroup": ${group}`,
  );
  out.write(`, "${path}/.zarray": ${JSON.stringify(JSON.stringify(zarray))}`);
  for (let chunk = 0; chunk < references; chunk += 1000) {
    let text = "";
    for (let index = chunk; index < chunk + 1000; index++) {
      const isRead = index < rows / chunkRows;
      const offset = (isRead ? 0 : firstByte) + index * chunkBytes;
      text += `, "${path}/${index}.0": ["{{u}}", ${offset}, ${chunkBytes}]`;
    }
    if (!out.write(text)) await once(out, "drain");
  }
  out.end("}}");
  await once(out, "finish");
}
