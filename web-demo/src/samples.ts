/** The samples that are served with the page. */

export interface Sample {
  readonly url: string;
  readonly title: string;
  readonly about: string;
  /** Bytes of the map, which opening reads. */
  readonly mapBytes: number;
  /** Bytes of the data behind it, of which only what is seen is read. */
  readonly dataBytes: number;
}

export const kSamples: readonly Sample[] = [
  {
    url: "samples/ecephys.nwb.lindi.json",
    title: "Electrophysiology, NWB through LINDI",
    about: "64 channels at 2.5 kHz, LFP, units and trials; with links and object references.",
    mapBytes: 59_222,
    dataBytes: 1_933_722,
  },
  {
    url: "samples/ecephys.nwb.kerchunk.json",
    title: "The same file through Kerchunk",
    about: "The same arrays, described without links and references.",
    mapBytes: 36_216,
    dataBytes: 1_933_722,
  },
  {
    url: "samples/recording.json",
    title: "A flat recording",
    about: "32 channels at 2.5 kHz in a file without a header, described by hand in a few lines.",
    mapBytes: 759,
    dataBytes: 1_280_000,
  },
];
