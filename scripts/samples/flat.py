"""recording.bin and recording.json: a flat file and the few lines that describe it.

The description is Kerchunk's version 1 with one uncompressed chunk that is the whole array, named
in the object form `{"ref", "offset", "size"}`. Dimension names, unit and scale are attributes.
"""

import json
from pathlib import Path

import numpy as np

from . import signal

CHANNELS = 32
SECONDS = 8.0
RATE = 2500.0
MICROVOLTS_PER_COUNT = 0.195


def write(data_path: Path, references_path: Path) -> None:
    recording = signal.simulate(SECONDS, RATE, CHANNELS, units=4, seed=3)
    counts = np.round(recording.microvolts / MICROVOLTS_PER_COUNT).astype("<i2")
    data_path.write_bytes(counts.tobytes())
    text = json.dumps(_describe(counts, data_path.name), indent=2, ensure_ascii=False)
    references_path.write_text(text + "\n", encoding="utf-8")


def _describe(counts: np.ndarray, file_name: str) -> dict:
    return {
        "version": 1,
        "refs": {
            ".zgroup": {"zarr_format": 2},
            ".zattrs": {"title": "Made-up recording, 32 channels, 8 s at 2.5 kHz"},
            "recording/.zarray": {
                "zarr_format": 2,
                "shape": list(counts.shape),
                "chunks": list(counts.shape),
                "dtype": counts.dtype.str,
                "order": "C",
                "fill_value": 0,
                "compressor": None,
                "filters": None,
            },
            "recording/.zattrs": {
                "_ARRAY_DIMENSIONS": ["time", "channel"],
                "units": "µV",
                "scale_factor": MICROVOLTS_PER_COUNT,
                "add_offset": 0.0,
                "sampling_rate": RATE,
            },
            "recording/0.0": {"ref": file_name, "offset": 0, "size": counts.nbytes},
        },
    }
