"""Values as JSON that compares exactly.

`values` encodes an array: numbers as base64 of little-endian bytes in C order, or as their SHA-256
when there are many; everything else as a flat list of items. `item` encodes one value; what JSON
has no word for becomes an object with one key that starts with "$". tests/fixtures/README.md
documents both forms.
"""

import base64
import hashlib
import math

import numpy as np

HASH_ABOVE = 2048  # bytes; longer data is compared by its hash
MAX_SAFE = 2**53


def values(array: np.ndarray) -> dict | list:
    array = np.asarray(array)
    if array.dtype.kind not in "biufcMm":
        return [item(value) for value in _flat_items(array)]
    plain = _plain_numbers(array)
    data = plain.tobytes(order="C")
    result = {"as": plain.dtype.str}
    if len(data) > HASH_ABOVE:
        return result | {"sha256": hashlib.sha256(data).hexdigest()}
    return result | {"base64": base64.b64encode(data).decode()}


def item(value):
    if value is None or isinstance(value, str | bool):
        return str(value) if isinstance(value, np.str_) else value
    if isinstance(value, np.bool_):
        return bool(value)
    if isinstance(value, np.datetime64 | np.timedelta64):
        return item(int(value.view("i8")))
    if isinstance(value, int | np.integer):
        return int(value) if abs(int(value)) <= MAX_SAFE else {"$int": str(int(value))}
    if isinstance(value, float | np.floating):
        return _real(float(value))
    if isinstance(value, complex | np.complexfloating):
        return [_real(float(value.real)), _real(float(value.imag))]
    if isinstance(value, bytes):
        return {"$bytes": base64.b64encode(value).decode()}
    if isinstance(value, np.void):
        return _record(value)
    if isinstance(value, np.ndarray):
        return [item(part) for part in value] if value.ndim else item(value[()])
    if isinstance(value, list | tuple):
        return [item(part) for part in value]
    if isinstance(value, dict):
        return {key: item(part) for key, part in value.items()}
    raise TypeError(f"no form for {type(value)}")


def _real(value: float):
    if math.isfinite(value):
        return value
    return {"$": "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"}


def _record(value: np.void):
    if value.dtype.names is None:
        return {"$bytes": base64.b64encode(value.tobytes()).decode()}
    return {name: item(value[name]) for name in value.dtype.names}


def _flat_items(array: np.ndarray):
    for index in np.ndindex(array.shape):
        yield array[index]


def _plain_numbers(array: np.ndarray) -> np.ndarray:
    """The numbers as a type that JavaScript has a typed array for, little-endian."""
    kind, size = array.dtype.kind, array.dtype.itemsize
    if kind == "b":
        return array.astype("|u1")
    if kind in "Mm":
        return array.astype(array.dtype.newbyteorder("<")).view("<i8").reshape(array.shape)
    if kind == "c":
        parts = np.stack([array.real, array.imag], axis=-1)
        return parts.astype(f"<f{size // 2}")
    if kind == "f" and size == 2:
        return array.astype("<f4")
    return array.astype(array.dtype.newbyteorder("<"))
