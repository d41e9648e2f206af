"""numcodecs/expected-objects.json: what numcodecs decodes from its fixtures of object codecs.

The fixtures themselves are fetched (scripts/setup-numcodecs-fixtures.sh); their object arrays are
pickles, and this file is their values as JSON, so that no test needs to unpickle.
"""

import base64
import json
from pathlib import Path

import numpy as np
from numcodecs import get_codec, pickles

from . import encode

FIXTURES = Path(__file__).resolve().parents[2] / ".toolchain" / "numcodecs-fixtures" / "fixture"
CODECS = [
    "categorize/O",
    "json2",
    "msgpack2",
    "pickle",
    "vlen-array",
    "vlen-bytes",
    "vlen-utf8",
]


def write(root: Path) -> None:
    if not FIXTURES.is_dir():
        raise SystemExit("run scripts/setup-numcodecs-fixtures.sh first")
    pickles.ALLOW_UNSAFE_PICKLE_DECODE = True  # numcodecs' own
    expected = {}
    for name in CODECS:
        for config in sorted((FIXTURES / name).glob("codec.*/config.json")):
            document = json.loads(config.read_text())
            if document["id"] != name.split("/")[0]:  # the old "json", which numcodecs no longer reads
                continue
            for encoded in sorted(config.parent.glob("encoded.*.dat")):
                key = encoded.relative_to(FIXTURES).as_posix()
                expected[key] = _decode(get_codec(document), encoded)
    lines = [
        f" {json.dumps(key)}: {json.dumps(value, ensure_ascii=False, separators=(',', ':'))}"
        for key, value in expected.items()
    ]
    folder = root / "numcodecs"
    folder.mkdir(parents=True, exist_ok=True)
    text = "{\n" + ",\n".join(lines) + "\n}\n"
    (folder / "expected-objects.json").write_text(text, encoding="utf-8")


def _decode(codec, path: Path) -> dict:
    """Items in C order as indices into the list of different ones: the arrays repeat a few."""
    decoded = np.asarray(codec.decode(path.read_bytes()))
    items = [encode.item(decoded[index]) for index in np.ndindex(decoded.shape)]
    texts = [json.dumps(item, sort_keys=True) for item in items]
    different = dict(zip(texts, items, strict=True))
    positions = {text: number for number, text in enumerate(different)}
    indices = np.array([positions[text] for text in texts], "<u2")
    return {
        "shape": list(decoded.shape),
        "items": list(different.values()),
        "indices": base64.b64encode(indices.tobytes()).decode(),
    }
