// A viewer's way over a recording: 30 windows of 3,000 x 384, each half a window further, and back.
import { mapOf } from "../harness/data.mjs";
import { timeText } from "../harness/report.mjs";
import { summary } from "../harness/rounds.mjs";

const layouts = [
  { name: "raw", title: "raw chunk, 300000 x 384" },
  { name: "hdf5-like", title: "shuffle+zlib, 30000 x 64" },
];

export async function measureScrolling({ place, server, report, data }) {
  report.heading("Scrolling: 30 windows of 3,000 x 384 int16 = 2.3 MB, forward and back, loopback");
  const { rows, starts, sha256 } = data.index.scroll;
  for (const { name, title } of layouts) {
    await place.renew();
    const array = data.index.arrays[name];
    const url = `${server.fast}/data/${array.file}`;
    const args = { map: mapOf(name, array, url), path: `/${name}`, rows, starts };
    await place.run("scroll", "chunkatlas", args);
    const { forward, back, requests, more } = await place.run("scroll", "chunkatlas", args);
    for (const [way, steps] of Object.entries({ forward, back })) {
      const isRight = steps.every((step, index) => step.sha256 === sha256[index]);
      report.check(isRight, `${place.name} scrolling ${way}, ${title}: wrong values`);
    }
    const returning = summary(back.map(({ ms }) => ms));
    report.line(
      `${place.name} scrolling, ${title}`,
      [
        `forward ${timeText(summary(forward.map(({ ms }) => ms)))} a step, ${requests} requests`,
        `back ${timeText(returning)} a step, ${more} requests`,
      ],
      [
        ["no request on the way back", more === 0],
        ["under 2 ms a step back", returning.median < 2],
      ],
    );
  }
}
