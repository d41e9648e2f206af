"""bad-containers: LINDI tars and compressed maps that are wrong on purpose, and their errors.

The sound parts come from LINDI, tarfile, gzip and numcodecs. No tool vouches for error codes: they
are this project's, and written here.
"""

import gzip
import io
import json
import shutil
import tarfile
from pathlib import Path

import lindi
import numpy as np
from lindi.tar import lindi_tar

from . import expect

Changes = dict[str, dict | None]


def write(root: Path) -> None:
    folder = root / "bad-containers"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    errors = _write_tars(folder) + _write_compressed(folder)
    expect.write(folder, {"errors": errors})


def _write_tars(folder: Path) -> list[dict]:
    lindi_tar._test_set(lindi_tar.TAR_ENTRY_JSON_SIZE, 1024, 1024)
    path = folder / "sound.lindi.tar"
    client = lindi.LindiH5pyFile.from_lindi_file(str(path), mode="w")
    data = np.random.default_rng(1).integers(-(2**63), 2**63 - 1, 150, "<i8")
    client.create_dataset("x", data=data, chunks=(150,))
    client.close()
    sound = path.read_bytes()
    path.unlink()
    blob, beyond = "blobs/x/0", len(sound) + 512
    opening: dict[str, tuple[bytes, str]] = {
        "cut-in-entry": (sound[:700], "short-read"),
        "cut-in-index": (sound[:2500], "short-read"),
        "cut-in-map": (sound[: _place(sound, "lindi.json")["d"] + 100], "short-read"),
        "other-tar": (_other_tar(), "unsupported"),
        "index-trashed": (_fill(sound, ".tar_index.json", b"-"), "invalid-json"),
        "index-zeros": (_fill(sound, ".tar_index.json", b"\0"), "invalid-json"),
        "index-list": (_write_member(sound, ".tar_index.json", []), "invalid-metadata"),
        "index-elsewhere": (_changed(sound, {".tar_index.json": {"s": 7}}), "invalid-metadata"),
        "index-negative": (_changed(sound, {blob: {"o": -512}}), "invalid-metadata"),
        "index-overlap": (_changed(sound, {blob: {"o": 1536, "d": 2048}}), "invalid-metadata"),
        "index-huge": (_changed(sound, {blob: {"s": 2**63}}), "invalid-metadata"),
        "map-outside": (_changed(sound, {"lindi.json": {"o": beyond, "d": beyond + 512}}), "short-read"),
        "map-missing": (_changed(sound, {"lindi.json": None}), "not-found"),
        "member-missing": (_changed(sound, {blob: None}), "invalid-reference"),
        "member-short": (_changed(sound, {blob: {"s": 1000}}), "invalid-reference"),
    }  # fmt: skip
    errors = []
    for name, (content, code) in opening.items():
        (folder / f"{name}.lindi.tar").write_bytes(content)
        codes = ["short-read", "http-status"] if code == "short-read" else code
        errors.append({"open": f"{name}.lindi.tar", "code": codes})
    outside = _changed(sound, {blob: {"o": beyond, "d": beyond + 512}})
    (folder / "member-outside.lindi.tar").write_bytes(outside)
    read = {"path": "/x", "read": "[]", "code": ["short-read", "http-status"], "chunk": "0"}
    return [*errors, {"open": "member-outside.lindi.tar"} | read]


def _place(tar: bytes, name: str) -> dict:
    index = json.loads(tar[512:1536])["index"]
    files = json.loads(tar[index["d"] : index["d"] + index["s"]])["files"]
    return next(file for file in files if file["n"] == name)


def _changed(tar: bytes, changes: Changes) -> bytes:
    """The tar with other statements in its index; None drops a member."""
    index = json.loads(tar[512:1536])["index"]
    content = json.loads(tar[index["d"] : index["d"] + index["s"]])
    files = [file | (changes.get(file["n"], {}) or {}) for file in content["files"]]
    kept = [file for file in files if changes.get(file["n"], {}) is not None]
    return _write_member(tar, ".tar_index.json", {"files": kept})


def _write_member(tar: bytes, name: str, document) -> bytes:
    place = _place(tar, name)
    text = json.dumps(document).encode().ljust(place["s"])
    if len(text) > place["s"]:
        raise AssertionError(f"{name} does not fit")
    return tar[: place["d"]] + text + tar[place["d"] + place["s"] :]


def _fill(tar: bytes, name: str, byte: bytes) -> bytes:
    place = _place(tar, name)
    return tar[: place["d"]] + byte * place["s"] + tar[place["d"] + place["s"] :]


def _other_tar() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        content = b'{"refs": {}}'
        member = tarfile.TarInfo("lindi.json")
        member.size = len(content)
        tar.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


def _write_compressed(folder: Path) -> list[dict]:
    text = json.dumps({"version": 1, "refs": {".zgroup": {"zarr_format": 2}}}).encode()
    packed = gzip.compress(text, mtime=0)
    # A Zstandard block of one repeated byte, and a frame that claims to hold 2 GiB of it
    repeat = ((2**17 << 3) | 0b010).to_bytes(3, "little") + b" "
    last = ((2**17 << 3) | 0b011).to_bytes(3, "little") + b" "
    frame = bytes.fromhex("28b52ffd")
    documents = {
        "cut.json.gz": (packed[:-9], "decode-failed"),
        "flipped.json.gz": (packed[:-6] + b"\0" + packed[-5:], "decode-failed"),
        "no-json.json.gz": (gzip.compress(b"plain text", mtime=0), "invalid-json"),
        "cut.json.zst": (frame + b"\0\x38" + repeat, "decode-failed"),
        "claims.json.zst": (frame + b"\xe0" + (2**31).to_bytes(8, "little") + last, "decode-failed"),
    }
    errors = []
    for name, (content, code) in documents.items():
        (folder / name).write_bytes(content)
        errors.append({"open": name, "code": code})
    return errors
