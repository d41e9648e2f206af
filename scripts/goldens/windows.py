"""windows: what viewers draw, of the sample recordings and of a store with every type and layout.

cases.json holds calls of `window` with what NumPy finds for them. All samples are scaled first, in
float64, and reduced by nanmin and nanmax after that; the library does it the other way round.
"""

import json
import warnings
from pathlib import Path

import h5py
import numpy as np
import zarr
from numcodecs import Zlib

from . import encode, reference_sets
from .sample_sets import SAMPLES

RATE = 250.0
START = 0.1
LENGTH = 600
FEW = 300  # samples of each type
FILL = -32768


def write(root: Path) -> None:
    folder = root / "windows"
    store = zarr.MemoryStore()
    group = zarr.open_group(store, mode="w")
    _fill(group)
    refs = reference_sets.from_store(store)
    reference_sets.write_json(folder / "refs.json", {"version": 1, "refs": refs})
    flat = np.fromfile(SAMPLES / "recording.bin", "<i2").reshape(-1, 32)
    with h5py.File(SAMPLES / "ecephys.nwb", "r") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of buckets with nothing but NaN
        cases = {
            "refs.json": _store_cases(group),
            "ecephys.nwb.lindi.json": _nwb_cases(file),
            "ecephys.nwb.kerchunk.json": _nwb_cases(file),
            "recording.json": _flat_cases(flat),
        }
    lines = [
        json.dumps({"open": source, **case}, allow_nan=False)
        for source, found in cases.items()
        for case in found
    ]
    (folder / "cases.json").write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


def _fill(group: zarr.Group) -> None:
    rng = np.random.default_rng(43)
    regular = {"time": {"data": {"start": START, "rate": RATE}}}

    def add(path: str, values, dims: list[str], chunks, **attrs) -> None:
        array = group.array(path, values, chunks=chunks, compressor=Zlib(1), fill_value=None)
        array.attrs.update({"_ARRAY_DIMENSIONS": dims, **attrs})

    wave = np.sin(np.arange(LENGTH)[:, None] / 40 + np.arange(6)) + rng.normal(0, 0.2, (LENGTH, 6))
    for name in ["|i1", "<i2", ">i4", "<i8", "|u1", "<u2", "<u4", ">u8", "<f2", "<f4", ">f8"]:
        dtype = np.dtype(name)
        scale = 50 if dtype.kind == "f" else np.iinfo(dtype).max / 3
        shift = scale * 1.5 if dtype.kind == "u" else 0
        values = (wave[:FEW] * scale + shift).astype(dtype)
        if dtype.kind == "f":
            values[rng.random(values.shape) < 0.1] = np.nan
            values[100:164, 2] = np.nan
        add(f"types/{dtype.name}", values, ["time", "channel"], (128, 4), coordinates=regular)

    counts = np.round(wave * 900).astype("<i2")
    counts[rng.random(counts.shape) < 0.2] = FILL
    counts[300:440] = FILL
    scale = {"_FillValue": FILL, "scale_factor": -0.195, "add_offset": 3.5, "units": "µV"}
    add("masked", counts, ["time", "channel"], (100, 6), coordinates=regular, **scale)
    add("across", counts.T, ["channel", "time"], (4, 77), coordinates=regular, **scale)
    add("single", counts[:, 0], ["time"], (111,), coordinates=regular, **scale)
    unsigned = {"_Unsigned": "true", "_FillValue": -1}
    add("unsigned", counts.astype("|i1"), ["time", "channel"], (64, 6), **unsigned)
    add("truth", counts > 0, ["time", "channel"], (64, 6))

    stamps = np.cumsum(rng.uniform(0.001, 0.02, LENGTH))
    add("series/data", counts, ["t", "c"], (200, 3), conversion=-0.5, offset=2.0, unit="volts")
    add("series/timestamps", stamps, ["t"], (50,))
    add("series/channel_conversion", np.array([1, -2, 0.1, 4, 1, 7]), ["c"], (6,), axis=1)


def _stored_numbers(array, attrs) -> np.ndarray:
    """All samples as quantities in float64."""
    values = array[...]
    if attrs.get("_Unsigned") == "true":
        values = values.view(values.dtype.str.replace("i", "u"))
    numbers = values.astype("<f8")
    if "_FillValue" in attrs:
        numbers[values == np.array(attrs["_FillValue"]).astype(values.dtype)] = np.nan
    return numbers * attrs.get("scale_factor", 1.0) + attrs.get("add_offset", -0.0)


class _Signal:
    """Quantities, time first, and where the points of their windows lie."""

    def __init__(self, path, numbers, dtype, *, start=None, rate=None, stamps=None, unit=None):
        self.path, self.numbers, self.unit = path, np.asarray(numbers), unit
        is_narrow = dtype.itemsize <= 2 or dtype.str[1:] == "f4"
        self.kind = "<f4" if is_narrow else "<f8"
        self.start, self.rate, self.stamps = start, rate, stamps
        self.times = stamps
        if rate is not None:
            self.times = start + np.arange(len(self.numbers)) / rate

    def case(self, step: int, **options) -> dict:
        first, end = self._range(options)
        first, end = first // step * step, min(-(-end // step) * step, len(self.numbers))
        channels = options.get("channels")
        if isinstance(channels, dict):
            channels = slice(channels["start"], channels["stop"], channels["step"])
        elif channels is None:
            channels = slice(None)
        part = self.numbers[first:end][:, channels].T
        indices = np.arange(self.numbers.shape[1])[channels]
        data = part
        if step > 1:
            cuts = [part[:, at : at + step] for at in range(0, end - first, step)]
            ends = [[np.nanmin(cut, axis=1), np.nanmax(cut, axis=1)] for cut in cuts]
            data = np.array(ends).transpose(2, 0, 1)
        return {
            "path": self.path,
            "options": options,
            "shape": list(data.shape),
            "data": encode.values(np.ascontiguousarray(data.astype(self.kind))),
            "samples": [first, end],
            "step": step,
            "channels": indices.tolist(),
            "time": self._points(first, end, step),
            "unit": self.unit,
        }

    def _range(self, options: dict) -> tuple[int, int]:
        if "samples" in options:
            first, end, _ = slice(*options["samples"]).indices(len(self.numbers))
            return first, max(first, end)
        low, high = options.get("time", [None, None])
        inside = np.full(len(self.numbers), True)
        if low is not None:
            inside &= self.times >= low
        if high is not None:
            inside &= self.times < high
        found = np.flatnonzero(inside)
        return int(found[0]), int(found[-1]) + 1

    def _points(self, first: int, end: int, step: int):
        if self.rate is not None:
            return {"start": float(self.start + first / self.rate), "step": float(step / self.rate)}
        return None if self.stamps is None else encode.values(self.stamps[first:end:step])


def _store_cases(group: zarr.Group) -> list[dict]:
    def signal(path: str, is_regular=True, is_across=False) -> _Signal:
        array = group[path]
        attrs = array.attrs.asdict()
        numbers = _stored_numbers(array, attrs)
        numbers = numbers.T if is_across else numbers.reshape(len(numbers), -1)
        where = {"start": START, "rate": RATE} if is_regular else {}
        return _Signal(f"/{path}", numbers, array.dtype, unit=attrs.get("units"), **where)

    cases = []
    for name in group["types"]:
        each = signal(f"types/{name}")
        cases.append(each.case(4, time=[0.25, 1.2], maxPoints=70, channels=[4, 2, -1, 2]))
        cases.append(each.case(1, samples=[150, 166], channels=_slice(1, None, 2)))
        cases.append(each.case(32, maxPoints=12))
    for path, is_across in (("masked", False), ("across", True)):
        each = signal(path, is_across=is_across)
        cases.append(each.case(2, samples=[3, -1], maxPoints=400))
        cases.append(each.case(256, samples=[200, 500], maxPoints=3))
        cases.append(each.case(16, time=[None, 2.3], maxPoints=40, channels=_slice(None, None, -1)))
        cases.append(each.case(1, time=[1.1, None], mode="raw", maxPoints=2, channels=[5, 0]))
    single = signal("single")
    cases += [single.case(64, samples=[10, 590], maxPoints=11), single.case(1, samples=[0, 5])]
    for path in ("unsigned", "truth"):
        each = signal(path, is_regular=False)
        cases += [each.case(4, maxPoints=200), each.case(1, samples=[-20, None], mode="raw")]
    return cases + _series_cases(group["series"])


def _series_cases(series: zarr.Group) -> list[dict]:
    stored, factors = series["data"][...], series["channel_conversion"][...]
    numbers = stored.astype("<f8") * (-0.5 * factors) + 2.0
    stamps = series["timestamps"][...]
    each = _Signal("/series/data", numbers, stored.dtype, stamps=stamps, unit="volts")
    return [
        each.case(1, time=[1.0, 1.5]),
        each.case(8, time=[0.3, 4.7], maxPoints=90, channels=[5, 1]),
        each.case(16, maxPoints=40),
        each.case(1, time=[float(stamps[20]), float(stamps[21])], channels=[3]),
    ]


def _nwb_cases(file: h5py.File) -> list[dict]:
    path = "/acquisition/ElectricalSeries"
    series = file[path]
    attrs, start = series["data"].attrs, series["starting_time"]
    factors = attrs["conversion"] * series["channel_conversion"][...]
    volts = _Signal(
        f"{path}/data",
        series["data"][...] * factors + attrs["offset"],
        series["data"].dtype,
        start=float(start[()]),
        rate=float(start.attrs["rate"]),
        unit=attrs["unit"],
    )
    path = "/processing/ecephys/LFP/ElectricalSeries"
    series = file[path]
    attrs, start = series["data"].attrs, series["starting_time"]
    slow = _Signal(
        f"{path}/data",
        series["data"][...] * attrs["conversion"] + attrs["offset"],
        series["data"].dtype,
        start=float(start[()]),
        rate=float(start.attrs["rate"]),
        unit=attrs["unit"],
    )
    path = "/processing/behavior/Position/SpatialSeries"
    series = file[path]
    attrs = series["data"].attrs
    place = _Signal(
        f"{path}/data",
        series["data"][...] * attrs["conversion"] + attrs["offset"],
        series["data"].dtype,
        stamps=series["timestamps"][...],
        unit=attrs["unit"],
    )
    return [
        volts.case(1, time=[1.0, 1.02]),
        volts.case(2, time=[1.0, 3.0], channels=_slice(0, 64, 7), maxPoints=4000),
        volts.case(16, maxPoints=1000, channels=[63, 0, 12]),
        slow.case(4, time=[0.75, 4.25], maxPoints=700),
        slow.case(1, samples=[17, 19]),
        place.case(1, time=[2.0, 2.6]),
        place.case(8, maxPoints=20),
    ]


def _flat_cases(counts: np.ndarray) -> list[dict]:
    each = _Signal("/recording", counts * 0.195 + 0.0, counts.dtype, unit="µV")
    return [each.case(16, maxPoints=2000), each.case(32, samples=[4000, 4999], maxPoints=40)]


def _slice(start, stop, step=None) -> dict:
    return {"start": start, "stop": stop, "step": step}
