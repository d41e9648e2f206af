"""labels: named axes, coordinates and scales, in a store as xarray writes it and in the NWB sample.

cases.json holds calls of `isel`, `sel` and `read` with what NumPy finds for them. Indices come from
`np.flatnonzero` over the coordinate's values; quantities are computed as xarray's decode_cf does:
what is stored as a fill value becomes NaN, then scale and offset in float64, then the cast.
"""

import json
from pathlib import Path

import h5py
import numpy as np
import zarr
from numcodecs import Zlib

from . import encode, reference_sets
from .sample_sets import SAMPLES

FILL, MISSING = -32768, -32767


def write(root: Path) -> None:
    folder = root / "labels"
    store = zarr.MemoryStore()
    group = zarr.open_group(store, mode="w")
    _fill(group)
    refs = reference_sets.from_store(store)
    reference_sets.write_json(folder / "refs.json", {"version": 1, "refs": refs})
    with h5py.File(SAMPLES / "ecephys.nwb", "r") as file:
        cases = {
            "refs.json": _store_cases(group),
            "ecephys.nwb.lindi.json": _nwb_cases(file),
            "ecephys.nwb.kerchunk.json": _nwb_cases(file),
        }
    lines = [
        json.dumps({"open": source, **case}, allow_nan=False)
        for source, found in cases.items()
        for case in found
    ]
    (folder / "cases.json").write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


def _fill(group: zarr.Group) -> None:
    rng = np.random.default_rng(41)

    def add(path: str, values, dims: list[str], **attrs) -> None:
        values = np.asarray(values)
        chunks = tuple(max(1, -(-length // 3)) for length in values.shape)
        array = group.array(path, values, chunks=chunks, compressor=Zlib(1), fill_value=None)
        array.attrs.update({"_ARRAY_DIMENSIONS": dims, **attrs})

    time = np.cumsum(rng.uniform(0.1, 2, 90)).round(3)
    add("time", time, ["time"], units="hours since 2001-01-01")
    add("lat", np.array([60, 45, 30, 0, -30, -60], "<f4"), ["lat"])
    add("lon", np.arange(0, 80, 10, "<i4"), ["lon"])
    stored = rng.integers(-2000, 2000, (90, 6, 8), "<i2")
    stored[rng.random(stored.shape) < 0.1] = FILL
    stored[rng.random(stored.shape) < 0.1] = MISSING
    scale = {"scale_factor": 0.01, "add_offset": 273.15}
    masks = {"_FillValue": FILL, "missing_value": [MISSING]}
    add("temperature", stored, ["time", "lat", "lon"], **scale, **masks)
    add("level", np.array([100, 250, 500, 850], "<i8"), ["z"], scale_factor=0.5)
    add("z", np.array([100, 250, 500, 850], "<i8"), ["z"], scale_factor=0.5)

    pressure = rng.uniform(900, 1100, 90).astype("<f4")
    pressure[::7] = np.float32(1e20)
    add("inner/pressure", pressure, ["time"], _FillValue=1e20)
    counts = rng.integers(-1, 4, 90, "<i4")
    add("inner/counts", counts, ["time"], _FillValue=-1)
    add("inner/narrow", counts.astype("<i2"), ["time"], _FillValue=-1)
    unsigned = {"_Unsigned": "true", "_FillValue": -1, "scale_factor": 0.5}
    add("inner/bytes", counts.astype("|i1"), ["time"], **unsigned)
    large = np.array([2**60 + 1, 2**60, -5, 7], "<i8")
    add("inner/large", large, ["z"], missing_value=2**60 + 1)
    add("inner/not a fill", np.array([-1, 3], "|i1"), ["pair"], _FillValue=255)
    add("inner/plain", counts, ["time"])
    add("inner/big-endian", counts.astype(">f8"), ["time"], scale_factor=3, _FillValue=2)

    add("site", np.array(["kelp", "reef", "bay"], "<U6"), ["site"])
    add("catch", rng.integers(0, 99, (3, 4), "|u1"), ["site", "trial"])
    add("trial", np.array([30, 10, 20, 20], "<i4"), ["trial"])
    add("depth", np.array([0.5, 1.5, 4.0], "<f8"), ["sample"])
    add("salt", rng.random((3, 2)), ["sample", "pair"], coordinates="bottle depth")


def _decode(values: np.ndarray, attrs: dict, kind: str | None = None) -> np.ndarray:
    if attrs.get("_Unsigned") == "true":
        values = values.view(values.dtype.str.replace("i", "u"))
    masked = np.zeros(values.shape, bool)
    masks = [np.ravel(attrs[name]) for name in ("_FillValue", "missing_value") if name in attrs]
    for mask in np.concatenate(masks).tolist() if masks else []:
        stored = np.array(mask).astype(values.dtype)
        if values.dtype.kind == "f" or stored == mask or "_Unsigned" in attrs:
            masked |= values == stored
    scaled = "scale_factor" in attrs or "add_offset" in attrs
    if not (scaled or masks):
        return values if kind is None else values.astype(kind)
    exact = values.dtype.itemsize <= 2 or values.dtype.str[1:] == "f4"
    result = values.astype("<f8")
    result[masked] = np.nan
    if "scale_factor" in attrs:
        result *= attrs["scale_factor"]
    if "add_offset" in attrs:
        result += attrs["add_offset"]
    return result.astype(kind or ("<f4" if exact and not scaled else "<f8"))


def _case(call: str, path: str, args, values: np.ndarray, **options) -> dict:
    plain = {"path": path, "call": call, "args": args, "options": options}
    return {**plain, "shape": list(values.shape), "data": encode.values(values)}


def _slice(start, stop, step=None) -> dict:
    return {"start": start, "stop": stop, "step": step}


def _store_cases(group: zarr.Group) -> list[dict]:
    def decoded(path: str, kind: str | None = None) -> np.ndarray:
        return _decode(group[path][...], group[path].attrs.asdict(), kind)

    def between(path: str, start, stop) -> np.ndarray:
        values = decoded(path)
        return np.flatnonzero((values >= start) & (values < stop))

    stored, time, lat = group["temperature"][...], group["time"][...], group["lat"][...]
    counts, warm = group["inner/counts"][...], decoded("temperature")
    cold = decoded("temperature", "<f4")
    picked = float(time[40])
    north = between("lat", -30, 45)
    cases = [
        _case("isel", "/temperature", {"time": _slice(0, 10), "lon": 3}, stored[:10, :, 3]),
        _case("isel", "/temperature", {"lat": -1, "time": [5, None]}, stored[5:, -1]),
        _case("isel", "/temperature", {"lon": _slice(None, None, 3)}, stored[:, :, ::3]),
        _case("isel", "/temperature", {}, stored),
        _case("sel", "/temperature", {"time": picked, "lon": 70}, stored[40, :, 7]),
        _case("sel", "/temperature", {"time": [10, 20]}, stored[between("time", 10, 20)]),
        _case("sel", "/temperature", {"time": [picked, float(time[42])]}, stored[40:42]),
        _case("sel", "/temperature", {"time": [None, 10]}, stored[time < 10]),
        _case("sel", "/temperature", {"time": [50, None]}, stored[time >= 50]),
        _case("sel", "/temperature", {"time": [20, 10]}, stored[:0]),
        _case("sel", "/temperature", {"time": [1e9, 2e9]}, stored[:0]),
        _case("sel", "/temperature", {"lat": [-30, 45]}, stored[:, north]),
        _case("sel", "/temperature", {"lat": [None, 0], "lon": None}, stored[:, lat < 0]),
        _case("sel", "/temperature", {"lat": -60}, stored[:, 5]),
        _case("sel", "/inner/counts", {"time": [10, 20]}, counts[between("time", 10, 20)]),
        _case("sel", "/catch", {"site": "reef", "trial": 10}, group["catch"][1, 1:2].reshape(())),
        _case("sel", "/salt", {"sample": [1.5, 9]}, group["salt"][1:]),
        _case("sel", "/level", {"z": [100, 425]}, group["level"][1:3]),
        _case("sel", "/time", {"time": picked}, time[40:41].reshape(())),
        _case("isel", "/inner/not a fill", {"dim_0": 1}, np.array(3, "|i1")),
        _case("read", "/temperature", "[0:20, ::2, 1]", warm[:20, ::2, 1], scaled=True),
        _case("sel", "/temperature", {"lat": [-30, 45]}, warm[:, north], scaled=True),
        _case("read", "/temperature", "[..., 3]", cold[..., 3], scaled=True, **{"as": "float32"}),
    ]
    for name in group["inner"]:
        path = f"/inner/{name}"
        cases.append(_case("read", path, "", decoded(path), scaled=True))
        for kind, name in (("<f4", "float32"), ("<f8", "float64")):
            wanted, plain = {"as": name}, group[path][...].astype(kind)
            cases.append(_case("read", path, "", decoded(path, kind), scaled=True, **wanted))
            cases.append(_case("read", path, "", plain, **wanted))
    return cases


def _nwb_cases(file: h5py.File) -> list[dict]:
    path = "/acquisition/ElectricalSeries"
    series = file[path]
    data = series["data"][...]
    attrs, start = series["data"].attrs, series["starting_time"]
    times = start[()] + np.arange(len(data)) / start.attrs["rate"]
    factors = attrs["conversion"] * series["channel_conversion"][...]
    volts = data * factors + attrs["offset"]
    span = np.flatnonzero((times >= 1.0) & (times < 1.01))
    place = "/processing/behavior/Position/SpatialSeries"
    where = file[place]["data"][...]
    stamps = file[place]["timestamps"][...]
    middle = np.flatnonzero((stamps >= stamps[20]) & (stamps < stamps[31]))
    path, place = f"{path}/data", f"{place}/data"
    exact, later = float(times[2501]), float(times[2503])
    cast = volts[:, -1].astype("<f4")
    return [
        _case("isel", path, {"time": _slice(0, 10), "channel": 3}, data[:10, 3]),
        _case("sel", path, {"time": [1.0, 1.01], "channel": 12}, data[span, 12]),
        _case("sel", path, {"time": exact}, data[2501]),
        _case("sel", path, {"time": [exact, later], "channel": [4, 6]}, data[2501:2503, 4:6]),
        _case("sel", path, {"time": [1.0, 1.01]}, volts[span], scaled=True),
        _case("sel", path, {"time": [1.0, 1.01], "channel": 12}, volts[span, 12], scaled=True),
        _case("read", path, "[5, 60:50:-3]", volts[5, 60:50:-3], scaled=True),
        _case("read", path, [None, -1], cast, scaled=True, **{"as": "float32"}),
        _case("sel", place, {"time": [float(stamps[20]), float(stamps[31])]}, where[middle]),
        _case("sel", place, {"time": float(stamps[7])}, where[7]),
    ]
